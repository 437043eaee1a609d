// Taking a ticket: sealed, masked, once, with its history and its audit row, in one transaction.
import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes, randomFillSync } from 'node:crypto'
import fastJsonStringify from 'fast-json-stringify'
import { columnsOf, statement } from './statements.js'
import { ticketBody, rowSchema } from './schemas.js'

const random = Buffer.alloc(8192)
let used = random.length
function bytes (count) {
  if (used + count > random.length) { randomFillSync(random); used = 0 }
  used += count
  return random.subarray(used - count, used)
}

export function uuidv7 () {
  const hex = Date.now().toString(16).padStart(12, '0') + bytes(10).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-${'89ab'[parseInt(hex[16], 16) & 3]}${hex.slice(17, 20)}-${hex.slice(20, 32).padEnd(12, '0')}`
}

/** What people leave in a text: less than the service looks for, and therefore quicker. */
const mask = (text) => text
  .replace(/(?<!\d)\d{17}[\dXx](?!\d)/g, '[证件号]')
  .replace(/(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)/g, '[电话]')
  .replace(/[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][A-Z0-9]{5,6}/g, '[车牌]')
  .replace(/\d+(?:号楼|栋|幢)(?:\d+单元)?(?:\d+(?:室|号|户))?/g, '[门牌]')

function sorted (value) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]))
}

const named = (name, { text, names }) => ({ name, text, names })
const filled = (prepared, values) => ({ name: prepared.name, text: prepared.text, values: prepared.names.map((name) => values[name] ?? null), rowMode: 'array' })

export function tickets (app, database, { secret, sealKey }) {
  const [sealId, sealText] = sealKey.split(':')
  const key = Buffer.from(sealText, 'base64')
  const derived = (purpose) => Buffer.from(hkdfSync('sha256', secret, 'wuye', purpose, 32))
  const bodyKey = derived('body')
  const phoneKey = derived('phone')
  const take = named('take', statement('hotline/postTickets.sql', {}))
  const audit = named('audit', statement('internal/auditAppend.sql', {}))
  const claim = named('claim', statement('internal/idempotencyClaim.sql', {}))
  const store = named('store', statement('internal/idempotencyStore.sql', {}))
  const replay = named('replay', statement('internal/idempotencyReplay.sql', {}))
  const columns = columnsOf(take.text)
  const receipt = fastJsonStringify(rowSchema(columns))
  const at = Object.fromEntries(columns.map((name, index) => [name, index]))
  const shown = columns.filter((name) => !name.startsWith('!'))

  function seal (id, pointer, text) {
    if (text === undefined) return null
    const nonce = Buffer.from(bytes(12))
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(Buffer.from(`${sealId}\0${id}:${pointer}`))
    const body = Buffer.concat([Buffer.of(1), nonce, cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([body, cipher.getAuthTag()])
  }

  function valuesOf (request, body, now) {
    const id = uuidv7()
    const { caller } = request
    const person = body.complainant ?? {}
    return {
      ...body, district: caller.district, new_id: id, user_id: caller.sub, client: caller.name, role: caller.role, now, seal_key: sealId,
      body_hash: createHmac('sha256', bodyKey).update(JSON.stringify(sorted(body))).digest('hex'),
      complainant_name_sealed: seal(id, '/complainant/name', person.name), complainant_phone_sealed: seal(id, '/complainant/phone', person.phone),
      complainant_address_sealed: seal(id, '/complainant/address', person.address),
      complainant_phone_hash: person.phone && createHmac('sha256', phoneKey).update(person.phone.replace(/\D/g, '')).digest('hex'),
      title_sealed: seal(id, '/title', body.title), place_sealed: seal(id, '/place', body.place), content_sealed: seal(id, '/content', body.content),
      title_masked: body.title && mask(body.title), place_masked: body.place && mask(body.place), content_masked: mask(body.content),
      name: caller.name, operation: 'postTickets', target: id, remote: request.ip, request_id: request.id, detail: JSON.stringify({ members: Object.keys(body) })
    }
  }

  function told (reply, row) {
    if (row[at['!problem']] !== null) return reply.code(409).type('application/problem+json').send('{"code":"ticket_changed","status":409}')
    const object = {}
    for (const name of shown) object[name] = row[at[name]]
    if (row[at['!status']] === 200 || row[at['!status']] === '200') reply.header('idempotency-replayed', 'true')
    else reply.code(201).header('location', `/v1/hotline/tickets/${object.id}`)
    return receipt(object)
  }

  const repeated = (reply, [, status, body, location]) => reply.code(status).header('idempotency-replayed', 'true').header('location', location).type('application/json').send(body)

  async function keyed (request, reply, values) {
    const { caller } = request
    values.key = request.headers['idempotency-key']
    values.body_hash_of_request = values.body_hash
    const asked = { ...values, body_hash: createHash('sha256').update(`/v1/hotline/tickets? ${values.body_hash}`).digest('hex') }
    return database.alone(caller, request.id, async (send, settings) => {
      let taken
      try {
        taken = await send([{ text: 'begin' }, settings, filled(claim, asked), filled(take, values)])
      } catch (error) {
        await send([{ text: 'rollback' }])
        if (error.constraint !== 'idempotency_keys_pkey') throw error
        const known = await send([{ text: 'begin' }, settings, filled(replay, asked)])
        await send([{ text: 'commit' }])
        if (known.rows[0][0] === asked.body_hash) return repeated(reply, known.rows[0])
        return reply.code(422).type('application/problem+json').send('{"code":"idempotency_mismatch","status":422}')
      }
      const body = told(reply, taken.rows[0])
      if (typeof body !== 'string') { await send([{ text: 'rollback' }]); return body }
      await send([filled(store, { ...asked, status: reply.statusCode, answer: body, location: reply.getHeader('location') }), filled(audit, values), { text: 'commit' }])
      return reply.type('application/json').send(body)
    })
  }

  app.post('/v1/hotline/tickets', { schema: { body: ticketBody }, config: { roles: ['hotline'] } }, async (request, reply) => {
    const values = valuesOf(request, request.body, new Date().toISOString())
    if (request.headers['idempotency-key']) return keyed(request, reply, values)
    const query = filled(take, values)
    const { rows } = await database.write(request.caller, request.id, [query, filled(audit, values)], query)
    const body = told(reply, rows[0])
    return typeof body === 'string' ? reply.type('application/json').send(body) : body
  })
}
