// The project's own SQL files, as both services run them: the same statement is planned for both, so what differs is the service.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../../../sql/queries')
const quote = (text) => `'${String(text).replaceAll("'", "''")}'`

function holds (condition, given) {
  return condition.split(',').every((part) => {
    const [, not, name, value] = /^\s*(!?)(\w+)(?:=(.*?))?\s*$/.exec(part)
    const met = given[name] !== undefined && (value === undefined || given[name] === value)
    return met === !not
  })
}

/** The text with the optional lines that hold, $1… for the placeholders, and which values go there. What is in `inline` stands in the text: one plan for each. */
export function statement (path, given, inline = {}) {
  const names = []
  const lines = readFileSync(join(folder, path), 'utf8').split('\n').flatMap((line) => {
    const [body, condition] = line.split('-- if ')
    if (condition && !holds(condition, given)) return []
    return [body.replace(/--.*$/, '')]
  })
  const text = lines.join('\n').trim()
    .replace(/= any\(:'(\w+)'::text\[\]\)/g, (all, name) => name in inline ? `= any(array[${inline[name].split(',').map(quote).join(', ')}])` : all)
    .replace(/:'(\w+)'/g, (all, name) => {
      if (name in inline) return quote(inline[name])
      if (!names.includes(name)) names.push(name)
      return `$${names.indexOf(name) + 1}`
    })
  return { text, names }
}

/** The columns of a select list, in order, with the dotted ones ("estate.id") gathered under one name. */
export function columnsOf (text) {
  const list = text.slice(text.indexOf('select') + 6, text.search(/\nfrom /))
  const columns = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= list.length; at++) {
    if (list[at] === '(') depth++
    if (list[at] === ')') depth--
    if (at < list.length && (list[at] !== ',' || depth)) continue
    const column = list.slice(from, at).trim()
    from = at + 1
    columns.push(/\bas "?([\w.!]+)"?$/.exec(column)?.[1] ?? /([\w]+)$/.exec(column)[1])
  }
  return columns
}

/** The same rows as one column of JSON, made by PostgreSQL; `keys` come along as they are. */
export function asJson (text, columns, keys = []) {
  const groups = new Map()
  for (const column of columns) {
    const [head, member] = column.split('.')
    if (!groups.has(head)) groups.set(head, [])
    if (member) groups.get(head).push(member)
  }
  const shown = [...groups].map(([head, members]) => {
    if (!members.length) return `t.${head}`
    const pairs = members.map((member) => `'${member}', t."${head}.${member}"`).join(', ')
    return `case when num_nonnulls(${members.map((member) => `t."${head}.${member}"`).join(', ')}) > 0 then json_build_object(${pairs}) end as ${head}`
  })
  const also = keys.map((key) => `, t.${key}`).join('')
  return `select (select row_to_json(r) from (select ${shown.join(', ')}) r)::text as json${also} from (${text}) t`
}
