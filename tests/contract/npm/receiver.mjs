/* A receiver that somebody else might write: the reference library of Standard Webhooks says what is genuine. One line of JSON for each message. */
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const secret = process.env.SECRET;

function told(body, headers) {
  try {
    return { id: headers["webhook-id"], payload: new Webhook(secret).verify(body, headers) };
  } catch (error) {
    return { refused: error.constructor.name };
  }
}

function refuses(body, headers) {
  const other = "whsec_" + Buffer.alloc(32, 7).toString("base64");
  const wrong = [
    [secret, body.replace("complaint", "compliant"), headers],
    [other, body, headers],
    [secret, body, { ...headers, "webhook-id": "another" }],
    [secret, body, { ...headers, "webhook-timestamp": String(Number(headers["webhook-timestamp"]) - 3600) }],
  ];
  return wrong.every(([key, text, heads]) => {
    try {
      new Webhook(key).verify(text, heads);
      return false;
    } catch {
      return true;
    }
  });
}

const server = createServer((request, response) => {
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    console.log(JSON.stringify({ ...told(body, request.headers), strict: refuses(body, request.headers) }));
    response.writeHead(204).end();
  });
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.address().port })));
