// The same rules over the same database, as a good team would write them with Fastify and pg. Settings come from the environment: PORT, WORKERS, CONNECTIONS
// (in all), TRIPS (one, or each query its own), JSON (postgresql or serializer), SOCKET and DATABASE, JWKS, SECRET, SEAL_KEY, LOG.
import cluster from 'node:cluster'
import Fastify from 'fastify'
import { authenticator } from './auth.js'
import { Database, OneByOne } from './database.js'
import { complaints } from './complaints.js'
import { tickets, uuidv7 } from './tickets.js'

const { env } = process
const workers = Number(env.WORKERS ?? 1)

async function serve () {
  const app = Fastify({
    logger: { level: 'info', file: env.LOG, base: null },
    disableRequestLogging: true,
    genReqId: (request) => request.headers['x-request-id'] ?? uuidv7(),
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: true } }
  })
  const database = new (env.TRIPS === 'each' ? OneByOne : Database)(env.SOCKET, env.DATABASE, Math.max(1, Math.floor(Number(env.CONNECTIONS ?? 8) / workers)))
  app.decorateRequest('caller', null)
  app.addHook('onRequest', await authenticator(env.JWKS, 'https://wuye.invalid', 'wuye'))
  app.addHook('onSend', (request, reply, payload, done) => { reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff'); done() })
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info({ operation: request.routeOptions.url, method: request.method, user: request.caller?.sub, role: request.caller?.role, status: reply.statusCode, ms: reply.elapsedTime })
    done()
  })
  app.setErrorHandler((error, request, reply) => {
    const status = error.validation ? (request.body ? 422 : 400) : error.code === 'WU002' ? 401 : error.statusCode ?? 500
    if (status === 500) request.log.error(error)
    reply.code(status).type('application/problem+json').send(JSON.stringify({ status, code: error.validation ? 'invalid_body' : 'error', errors: error.validation }))
  })
  const settings = { made: env.JSON, secret: env.SECRET, sealKey: env.SEAL_KEY }
  complaints(app, database, settings)
  tickets(app, database, settings)
  await app.listen({ host: '127.0.0.1', port: Number(env.PORT) })
}

if (cluster.isPrimary && workers > 1) {
  for (let at = 0; at < workers; at++) cluster.fork()
  process.on('SIGTERM', () => { for (const worker of Object.values(cluster.workers)) worker.kill('SIGTERM'); process.exit(0) })
} else {
  await serve()
}
