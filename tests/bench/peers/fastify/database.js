// Each role has connections of its own, logged in as that role. Reads share a few pipelined connections: the settings of the caller and the statement go out
// together, one behind the other, so that nobody else's come between. What needs an answer before it goes on has a connection to itself.
import pg from 'pg'

const timestamp = (text) => text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')
const types = {
  getTypeParser (oid) {
    if (oid === 1184) return timestamp
    if (oid === 16) return (text) => text === 't'
    if (oid === 21 || oid === 23 || oid === 20) return Number
    return (text) => text // json stays as it is: it is only passed on
  }
}

const SETTINGS = ['wuye.district', 'wuye.street', 'wuye.community', 'wuye.firm', 'wuye.user', 'wuye.request_id']

function settings (machine, local) {
  const parts = SETTINGS.map((name, at) => `set_config('${name}', $${at + 1}, ${local}) is not null`)
  parts.push(`${machine ? 'client' : 'user'}_admitted($1, $5::uuid, $7::bigint)`)
  return { name: `caller_${machine}_${local}`, text: `select ${parts.join(' and ')}` }
}
const READ = { true: settings(true, false), false: settings(false, false) }
const WRITE = { true: settings(true, true), false: settings(false, true) }

const callerValues = (caller, requestId) => [caller.district, caller.street ?? '', caller.community ?? '', caller.firm ?? '', caller.sub, requestId, caller.epoch ?? 1]
const isMachine = (caller) => caller.role === 'hotline' || caller.role === 'platform'
const ignore = () => {}
const place = (host, database) => ({ host, database, options: '-c TimeZone=Asia/Shanghai -c statement_timeout=60000', types, application_name: 'fastify' })

export class Database {
  #url; #size; #shared = new Map(); #own = new Map()

  constructor (socket, database, size) {
    this.#url = place(socket, database)
    this.#size = size
    setInterval(() => this.#rest(), 30000).unref()
  }

  /** A role that nobody has asked as for a while gives its connections back. */
  #rest () {
    for (const [role, clients] of this.#shared) {
      if (!Array.isArray(clients) || clients.some((client) => client.pending)) continue
      if (clients.used) { clients.used = false; continue }
      this.#shared.delete(role)
      for (const client of clients) client.end()
    }
  }

  async #connect (role, pipeline) {
    const client = new pg.Client({ ...this.#url, user: `wuye_${role}`, pipeline })
    client.on('error', () => process.exit(1)) // started again by whoever watches
    await client.connect()
    client.pending = 0
    return client
  }

  async #connections (role) {
    let found = this.#shared.get(role)
    if (!found) {
      found = Promise.all(Array.from({ length: this.#size }, () => this.#connect(role, true)))
      this.#shared.set(role, found)
      this.#shared.set(role, await found)
    }
    return found
  }

  /** Send these queries at once; the result of the last, or the first error. */
  #send (client, queries) {
    return new Promise((resolve, reject) => {
      let failed
      client.pending++
      client.connection.stream.cork()
      queries.forEach((query, at) => client.query(query, (error, result) => {
        failed ??= error
        if (at < queries.length - 1) return
        client.pending--
        if (failed) reject(failed)
        else resolve(result)
      }))
      client.connection.stream.uncork()
    })
  }

  async #least (role) {
    const found = this.#shared.get(role)
    const clients = Array.isArray(found) ? found : await this.#connections(role)
    clients.used = true
    let least = clients[0]
    for (const client of clients) if (client.pending < least.pending) least = client
    return least
  }

  async read (caller, requestId, query) {
    const client = await this.#least(caller.role)
    return this.#send(client, [{ ...READ[isMachine(caller)], values: callerValues(caller, requestId) }, query])
  }

  /** One transaction in one trip; the result of `answer`, which is one of the queries. */
  async write (caller, requestId, queries, answer) {
    const client = await this.#least(caller.role)
    let result
    await new Promise((resolve, reject) => {
      let failed
      const after = (error) => { failed ??= error }
      client.pending++
      client.connection.stream.cork()
      client.query('begin', after)
      client.query({ ...WRITE[isMachine(caller)], values: callerValues(caller, requestId) }, after)
      for (const query of queries) client.query(query, (error, found) => { failed ??= error; if (query === answer) result = found })
      client.query('commit', (error) => {
        client.pending--
        failed ??= error
        if (failed) reject(failed)
        else resolve()
      })
      client.connection.stream.uncork()
    })
    return result
  }

  /** A connection to oneself, for what goes on after an answer. */
  async alone (caller, requestId, work) {
    const stack = this.#own.get(caller.role) ?? this.#own.set(caller.role, []).get(caller.role)
    const client = stack.pop() ?? await this.#connect(caller.role, true)
    try {
      return await work((queries) => this.#send(client, queries), { ...WRITE[isMachine(caller)], values: callerValues(caller, requestId) })
    } catch (error) {
      client.query('rollback', ignore)
      throw error
    } finally {
      stack.push(client)
    }
  }

  /** One that streams: no pipeline, and not kept. */
  async stream (caller, requestId) {
    const client = await this.#connect(caller.role, false)
    await client.query({ ...READ[isMachine(caller)], values: callerValues(caller, requestId) })
    return client
  }
}

/** As pg does it when nobody asks for more: a pool of connections for each role, a transaction on one of them, each query after the answer to the one before. */
export class OneByOne {
  #url; #size; #pools = new Map()

  constructor (socket, database, size) {
    this.#url = place(socket, database)
    this.#size = size
  }

  #pool (role) {
    let pool = this.#pools.get(role)
    if (!pool) {
      pool = new pg.Pool({ ...this.#url, user: `wuye_${role}`, max: this.#size, idleTimeoutMillis: 1000 })
      pool.on('error', ignore)
      this.#pools.set(role, pool)
    }
    return pool
  }

  async #lent (caller, work) {
    const client = await this.#pool(caller.role).connect()
    try {
      return await work(client)
    } catch (error) {
      await client.query('rollback').catch(ignore)
      throw error
    } finally {
      client.release()
    }
  }

  #transaction (begin, caller, requestId, work) {
    return this.#lent(caller, async (client) => {
      await client.query(begin)
      await client.query({ ...WRITE[isMachine(caller)], values: callerValues(caller, requestId) })
      const found = await work(client)
      await client.query('commit')
      return found
    })
  }

  read (caller, requestId, query) {
    return this.#transaction('begin read only', caller, requestId, (client) => client.query(query))
  }

  write (caller, requestId, queries, answer) {
    return this.#transaction('begin', caller, requestId, async (client) => {
      let result
      for (const query of queries) {
        const found = await client.query(query)
        if (query === answer) result = found
      }
      return result
    })
  }

  alone (caller, requestId, work) {
    return this.#lent(caller, (client) => work(async (queries) => {
      let found
      for (const query of queries) found = await client.query(query)
      return found
    }, { ...WRITE[isMachine(caller)], values: callerValues(caller, requestId) }))
  }

  async stream (caller, requestId) {
    const client = new pg.Client({ ...this.#url, user: `wuye_${caller.role}` })
    client.on('error', ignore)
    await client.connect()
    await client.query({ ...READ[isMachine(caller)], values: callerValues(caller, requestId) })
    return client
  }
}
