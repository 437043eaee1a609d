// CycloneDX's own schemas over a bill of materials on standard input: exit 1 and what is wrong, or nothing.
import { readFileSync } from 'node:fs'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'

const fault = await new Validation.JsonStrictValidator(Spec.Version.v1dot5).validate(readFileSync(0, 'utf8'))
if (fault !== null) {
  console.error(JSON.stringify(fault, null, 1).slice(0, 4000))
  process.exit(1)
}
