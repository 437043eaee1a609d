// Reading complaints: one, a page, all as NDJSON. `made` says who makes the JSON: PostgreSQL, or the compiled serializer here.
import { createHmac, hash } from 'node:crypto'
import { Readable } from 'node:stream'
import Cursor from 'pg-cursor'
import pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import fastJsonStringify from 'fast-json-stringify'
import { asJson, columnsOf, statement } from './statements.js'
import { complaintParams, complaintQuery, rowSchema } from './schemas.js'

const EXPORT_ROWS = 500
const CHUNK = 64 * 1024

function answer (reply, body, version) {
  const tag = `"${version ? version + '-' : ''}${hash('sha1', body, 'hex')}"`
  reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', 'Accept, Authorization')
  if (reply.request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
  return reply.type('application/json').send(body)
}

/** A function that makes an object, nested where columns are dotted, of a row that came as an array: written out once, as a hand would. */
function maker (columns, without) {
  const index = (name) => columns.indexOf(name)
  const members = [...new Set(columns.map((column) => column.split('.')[0]))].filter((name) => !without.includes(name)).map((name) => {
    const nested = columns.filter((column) => column.startsWith(`${name}.`))
    if (!nested.length) return `${name}: row[${index(name)}]`
    const parts = nested.map((column) => `${column.split('.')[1]}: row[${index(column)}]`)
    return `${name}: ${nested.map((column) => `row[${index(column)}] === null`).join(' && ')} ? null : { ${parts.join(', ')} }`
  })
  return new Function('row', `return { ${members.join(', ')} }`)
}

function single (made) {
  const { text, names } = statement('complaints/getComplaint.sql', {})
  const columns = columnsOf(text)
  const bind = (id) => names.map((name) => name === 'id' ? id : new Date().toISOString())
  if (made === 'postgresql') {
    const query = { name: 'one_json', text: asJson(text, columns, ['version']), rowMode: 'array' }
    return { query: (id) => ({ ...query, values: bind(id) }), write: ([json, version]) => [json, version] }
  }
  const object = maker(columns, ['limits'])
  const stringify = fastJsonStringify(rowSchema(columns, ['limits']))
  const limits = columns.indexOf('limits')
  const version = columns.indexOf('version')
  const query = { name: 'one', text, rowMode: 'array' }
  return { query: (id) => ({ ...query, values: bind(id) }), write: (row) => [`${stringify(object(row)).slice(0, -1)},"limits":${row[limits]}}`, row[version]] }
}

/** Lists: each combination of filters is a statement of its own, made once; filters and the page's size stand in its text. */
function pages (made) {
  const known = new Map()
  return (query, limit) => {
    const key = JSON.stringify([query.state, query.urgency, query.category, query.cursor !== undefined, query.received_before !== undefined, limit])
    let found = known.get(key)
    if (found) return found
    const inline = {}
    for (const name of ['state', 'urgency', 'category']) if (query[name]) inline[name] = query[name]
    if (limit) inline.limit = String(limit + 1)
    const given = { ...query, ...inline, sort: '-received_at' }
    if (!limit) delete given.limit
    const { text, names } = statement('complaints/listComplaints.sql', given, inline)
    const columns = columnsOf(text)
    const number = known.size
    if (made === 'postgresql') {
      found = { text: asJson(text, columns, ['received_at', 'id']), names, write: (row) => row[0], key: (row) => [row[1], row[2]] }
    } else {
      const object = maker(columns, [])
      const stringify = fastJsonStringify(rowSchema(columns))
      const received = columns.indexOf('received_at')
      found = { text, names, write: (row) => stringify(object(row)), key: (row) => [row[received], row[columns.indexOf('id')]] }
    }
    found.name = `page_${number}`
    known.set(key, found)
    return found
  }
}

export function complaints (app, database, { made, secret }) {
  const one = single(made)
  const page = pages(made)
  const everyone = ['district', 'street', 'community', 'company', 'hotline', 'platform']
  const mark = (scope, text) => createHmac('sha256', secret).update(scope).update(text).digest('base64url').slice(0, 22)
  const bind = (found, query, after) => found.names.map((name) => name === 'now' ? new Date().toISOString()
    : name === 'after_key' ? after[0] : name === 'after_id' ? after[1] : query[name])

  app.get('/v1/complaints/:id', { schema: { params: complaintParams }, config: { roles: everyone } }, async (request, reply) => {
    const { rows } = await database.read(request.caller, request.id, one.query(request.params.id))
    if (!rows.length) return reply.code(404).type('application/problem+json').send('{"code":"not_found","status":404}')
    const [body, version] = one.write(rows[0])
    return answer(reply, body, version)
  })

  app.get('/v1/complaints', { schema: { querystring: complaintQuery }, config: { roles: everyone } }, async (request, reply) => {
    const { query } = request
    if (request.headers.accept === 'application/x-ndjson') return download(request, reply)
    const limit = query.limit ?? 50
    const scope = `${query.state}|${query.urgency}|${query.category}|${query.received_before}`
    let after
    if (query.cursor) {
      const [text, given] = query.cursor.split('.')
      if (given !== mark(scope, text)) return reply.code(400).type('application/problem+json').send('{"code":"invalid_cursor","status":400}')
      after = JSON.parse(Buffer.from(text, 'base64url'))
    }
    const found = page(query, limit)
    const { rows } = await database.read(request.caller, request.id, { name: found.name, text: found.text, values: bind(found, query, after), rowMode: 'array' })
    let body = '{"items":['
    const shown = Math.min(rows.length, limit)
    for (let at = 0; at < shown; at++) body += at ? `,${found.write(rows[at])}` : found.write(rows[at])
    let next = null
    if (rows.length > limit) {
      const text = Buffer.from(JSON.stringify(found.key(rows[limit - 1]))).toString('base64url')
      next = `"${text}.${mark(scope, text)}"`
      reply.header('link', `</v1/complaints?cursor=${next.slice(1, -1)}>; rel="next"`)
    }
    return answer(reply, `${body}],"next":${next}}`)
  })

  /** By cursor and serializer; or as PostgreSQL's own rows of JSON, copied out: as CSV whose quote and delimiter occur in no JSON, which leaves the text as it is. */
  async function download (request, reply) {
    const found = page(request.query, 0)
    const values = bind(found, request.query)
    const client = await database.stream(request.caller, request.id)
    reply.type('application/x-ndjson')
    try {
      if (made === 'postgresql') {
        const text = found.text.replace(/, t\.received_at, t\.id from/, ' from').replace(/\$(\d+)/g, (all, number) => pg.escapeLiteral(String(values[number - 1])))
        return await reply.send(ended(client.query(copyTo(`copy (${text}) to stdout (format csv, quote e'\\x01', delimiter e'\\x02')`)), client))
      }
      return await reply.send(ended(Readable.from(lines(client.query(new Cursor(found.text, values, { rowMode: 'array' })), found), { objectMode: false, highWaterMark: CHUNK }), client))
    } catch (error) {
      client.end()
      throw error
    }
  }

  async function * lines (cursor, found) {
    for (let rows; (rows = await cursor.read(EXPORT_ROWS)).length;) {
      let chunk = ''
      for (const row of rows) chunk += `${found.write(row)}\n`
      yield Buffer.from(chunk)
    }
  }

  const ended = (stream, client) => stream.once('close', () => client.end())
}
