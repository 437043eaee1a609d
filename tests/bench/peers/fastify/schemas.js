// What goes in is checked by Ajv, what goes out is written by what fast-json-stringify compiles. "unsafe" = never needs escaping: ids, times, codes of ours.
const plain = { type: ['string', 'null'], format: 'unsafe' }
const text = { type: ['string', 'null'] }
const flag = { type: ['boolean', 'null'] }
const whole = { type: ['integer', 'null'] }
const nested = (names) => ({ type: ['object', 'null'], properties: Object.fromEntries(names.map((name) => [name, name === 'id' ? plain : text])) })

const kinds = {
  round: whole, version: whole, returns: whole, remaining_minutes: whole,
  ticket_no: text, external_category: text, title: text, place: text, content: text, category: text,
  estate: nested(['id', 'code', 'name']), firm: nested(['id', 'name'])
}
for (const name of ['leader_instruction', 'group_petition', 'opinion_event', 'secret', 'anonymous', 'confidential', 'due_provisional', 'warning', 'overdue', 'alarm', 'punctual', 'complex']) kinds[name] = flag

/** The schema of a row with these columns; those that are JSON already are left out. */
export function rowSchema (columns, without = []) {
  const names = [...new Set(columns.map((column) => column.split('.')[0]))].filter((name) => !without.includes(name) && !name.startsWith('!'))
  return { type: 'object', properties: Object.fromEntries(names.map((name) => [name, kinds[name] ?? plain])) }
}

const states = ['received', 'needs_info', 'dispatched', 'signed', 'contacted', 'processing', 'extension_requested', 'suspended', 'resolved_reported', 'callback',
  'rework', 'returned', 'designated', 'merged', 'rejected', 'closed', 'reopened']
const several = (values) => ({ type: 'string', pattern: `^(${values.join('|')})(,(${values.join('|')}))*$` })
export const complaintQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 200 },
    cursor: { type: 'string', maxLength: 1024 },
    state: several(states),
    urgency: several(['ordinary', 'urgent', 'emergency']),
    category: { type: 'string', maxLength: 200, pattern: '^[a-z_,]+$' },
    received_before: { type: 'string', format: 'date-time' }
  }
}
export const complaintParams = { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } }

const some = (most) => ({ type: 'string', minLength: 1, maxLength: most })
export const ticketBody = {
  type: 'object',
  required: ['ticket_no', 'request_type', 'received_at', 'content'],
  additionalProperties: false,
  properties: {
    source: { type: 'string', enum: ['hotline12345', 'petition', 'street', 'firm', 'web', 'solicitation'] },
    ticket_no: { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9_./-]*$' },
    round: { type: 'integer', minimum: 1, maximum: 99 },
    request_type: { type: 'string', enum: ['consultation', 'help', 'complaint', 'report', 'suggestion', 'praise'] },
    category_code: some(64),
    urgency: { type: 'string', enum: ['ordinary', 'urgent', 'emergency'] },
    title: some(200),
    content: some(10000),
    received_at: { type: 'string', format: 'date-time' },
    occurred_at: { type: 'string', format: 'date-time' },
    estate_code: some(64),
    estate_name: some(100),
    division_code: { type: 'string', pattern: '^([0-9]{6}|[0-9]{9}|[0-9]{12})$' },
    place: some(300),
    leader_instruction: { type: 'boolean' },
    group_petition: { type: 'boolean' },
    opinion_event: { type: 'boolean' },
    secret: { type: 'boolean' },
    anonymous: { type: 'boolean' },
    complainant: { type: 'object', additionalProperties: false, properties: { name: some(100), phone: some(40), address: some(300) } }
  }
}
