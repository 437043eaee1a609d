// Who calls: the same tokens, with the keys that the service publishes. A token that was verified is remembered by itself, so that it is not even hashed again.
import { createPublicKey } from 'node:crypto'
import { createVerifier } from 'fast-jwt'

export async function authenticator (jwksUrl, issuer, audience) {
  const { keys } = await (await fetch(jwksUrl)).json()
  const verifiers = new Map(keys.map((jwk) => [jwk.kid, createVerifier({
    key: createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }),
    algorithms: [jwk.alg], allowedIss: issuer, allowedAud: audience, requiredClaims: ['exp', 'sub', 'role', 'district'],
    cache: 10000, cacheKeyBuilder: (token) => token
  })]))
  const only = verifiers.size === 1 ? [...verifiers.values()][0] : undefined
  const byKey = (token) => verifiers.get(JSON.parse(Buffer.from(token.slice(0, token.indexOf('.')), 'base64url')).kid)

  return function authenticate (request, reply, done) {
    const header = request.headers.authorization
    try {
      if (!header?.startsWith('Bearer ')) throw new Error('no token')
      const token = header.slice(7)
      request.caller = (only ?? byKey(token))(token)
    } catch {
      reply.code(401).header('www-authenticate', 'Bearer').type('application/problem+json').send('{"code":"unauthorized","status":401}')
      return
    }
    const roles = request.routeOptions.config.roles
    if (!roles.includes(request.caller.role)) {
      reply.code(403).type('application/problem+json').send('{"code":"forbidden","status":403}')
      return
    }
    done()
  }
}
