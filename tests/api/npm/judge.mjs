/* Holds answers against schemas of the contract, for harness/schemas.py. Standard input and output are one socket of frames: four bytes of length, then so
   many bytes. The first frame is the contract; every other is "whole" or "lines", a space, the schema's place in the contract, a newline, and the answer's
   body. Each is answered by one frame: nothing when all is right, the faults as a JSON array, or {"broken": …} when it is not the answer that is wrong. */
import { readSync, writeSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const FAULTS = 20; // are told at most
const USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function isDate(text) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)?.map(Number) ?? [];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return year >= 1 && day >= 1 && day <= ([31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0);
}

/* RFC 3339; the service always answers in +08:00. */
function isMoment(text) {
  const [, date, hour, minute, second] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,6})?\+08:00$/.exec(text) ?? [];
  return date !== undefined && isDate(date) && hour < 24 && minute < 60 && second < 60;
}

function isUscc(text) {
  if (text.length !== 18 || [...text].some((char) => !USCC.includes(char))) return false;
  let total = 0;
  for (let place = 0, weight = 1; place < 17; place++, weight = (weight * 3) % 31) total += USCC.indexOf(text[place]) * weight;
  return USCC[(31 - (total % 31)) % 31] === text[17];
}

const formats = {
  uuid: /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/,
  date: isDate,
  "date-time": isMoment,
  decimal: /^-?\d{1,18}(\.\d+)?$/,
  money: /^-?\d{1,18}(\.\d{1,2})?$/,
  month: /^\d{4}-(0[1-9]|1[0-2])$/,
  uscc: isUscc,
};

/* A number that JSON.parse would round is not judged at all: what is judged is what was sent. */
function rounded(text) {
  if (!/\d{16}/.test(text)) return [];
  const found = [];
  for (const [token, fraction, exponent] of text.matchAll(/"(?:[^"\\]|\\.)*"|-?\d+(\.\d+)?([eE][-+]?\d+)?/g)) {
    if (token[0] === '"' || token.length < 16) continue;
    const kept = exponent ? false : fraction ? !(Number.isInteger(Number(token)) && /[1-9]/.test(fraction)) : BigInt(token) === BigInt(Number(token));
    if (!kept) found.push(`(whole): ${token} is a number that readers of JSON do not keep exactly`);
  }
  return found;
}

function extensions(value, found = new Set()) {
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith("x-")) found.add(name);
    if (inner !== null && typeof inner === "object") extensions(inner, found);
  }
  return found;
}

/* Keywords and formats that are not known here are refused, never passed over. */
function judgeOf(text) {
  if (rounded(text).length) throw new Error(rounded(text)[0]);
  const contract = JSON.parse(text);
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictTuples: false, formats, validateSchema: false, code: { optimize: false } });
  ajv.addVocabulary([...Object.keys(contract), "example", "discriminator", ...extensions(contract)]); // the document itself is taken for a schema
  ajv.addSchema(contract, "contract");
  const compiled = new Map();
  return (at) => {
    if (!compiled.has(at)) {
      const validate = ajv.getSchema(`contract${at}`);
      if (!validate) throw new Error(`the contract has no schema at ${at}`);
      compiled.set(at, validate);
    }
    return compiled.get(at);
  };
}

const short = (value, most) => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > most ? `${text.slice(0, most)}…` : text;
};

const at = (value, path) => path.split("/").slice(1).reduce((inner, part) => inner[part.replaceAll("~1", "/").replaceAll("~0", "~")], value);

function faultsOf(validate, body) {
  let text, value;
  try {
    text = utf8.decode(body);
    value = JSON.parse(text);
  } catch (error) {
    return [`(whole): is no JSON in UTF-8: ${error.message}`];
  }
  const found = rounded(text);
  if (found.length || validate(value)) return found;
  return validate.errors.slice(0, FAULTS).map(({ instancePath: path, message, params }) =>
    `${path.slice(1) || "(whole)"}: ${message} ${short(params, 200)}, and is ${short(at(value, path), 100)}`);
}

function* linesOf(body) {
  for (let start = 0, end; start < body.length; start = end + 1) {
    end = body.indexOf(10, start);
    if (end < 0) end = body.length;
    yield body.subarray(start, end);
  }
}

function heard(schemaAt, frame) {
  const newline = frame.indexOf(10);
  const [how, at] = frame.toString("utf8", 0, newline).split(" ");
  const validate = schemaAt(at);
  const body = frame.subarray(newline + 1);
  if (how === "whole") return faultsOf(validate, body);
  let number = 0;
  for (const line of linesOf(body)) {
    number++;
    const faults = faultsOf(validate, line);
    if (faults.length) return faults.map((fault) => `line ${number}: ${fault}`);
  }
  return [];
}

function read(length) {
  const buffer = Buffer.allocUnsafe(length);
  for (let got = 0; got < length; ) {
    const more = readSync(0, buffer, got, length - got);
    if (more === 0) process.exit(0); // nobody asks any more
    got += more;
  }
  return buffer;
}

function answer(value) {
  const text = value === null ? Buffer.alloc(0) : Buffer.from(JSON.stringify(value));
  const frame = Buffer.alloc(4 + text.length);
  frame.writeUInt32BE(text.length);
  text.copy(frame, 4);
  for (let sent = 0; sent < frame.length; ) sent += writeSync(1, frame, sent);
}

const next = () => read(read(4).readUInt32BE());
const schemaAt = judgeOf(next().toString("utf8"));
for (;;) {
  const frame = next();
  try {
    const faults = heard(schemaAt, frame);
    answer(faults.length ? faults.slice(0, FAULTS) : null);
  } catch (error) {
    answer({ broken: error.stack });
  }
}
