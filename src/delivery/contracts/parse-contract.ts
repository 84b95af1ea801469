// Makes contracts of the texts of files: schemas of events with their channel, OpenAPI 3 documents, and the list of what a unit
// reads. Says what is wrong with them and where.

import type { Diagnostic, SourcePosition } from "../../kernel/diagnostics.ts";
import type { Channel, Contract, ContractSource, ReadField, Reading } from "./contract.ts";
import { readPlaced } from "./document.ts";
import { parseOperations } from "./openapi.ts";
import { isObject, withoutAnnotations } from "./schema.ts";
import { faultOf } from "./validate.ts";

const EXTENSION = "x-stackyard";
const NAME = /^([a-z0-9][a-z0-9-]*\.v[1-9]\d*)\.(?:json|ya?ml)$/;

/** The contract of a file; without one the diagnostics say why. */
export function parseContract(
  fileName: string,
  text: string,
  file: string,
): { source?: ContractSource; diagnostics: readonly Diagnostic[] } {
  const refuse = (
    detail: string,
    position: SourcePosition = { file, line: 1, column: 1 },
  ): { diagnostics: readonly Diagnostic[] } => ({
    diagnostics: [
      { severity: "error", code: "CONTRACT_INVALID", summary: "A contract cannot be read.", detail, position },
    ],
  });
  const id = NAME.exec(fileName)?.[1];
  if (id === undefined)
    return refuse(
      `"${fileName}" has no version. Name the file like "payment-completed.v1.json": small letters, digits and hyphens, then the version.`,
    );
  const { value, fault, positionOf } = readPlaced(text, file);
  if (fault !== undefined) return refuse(fault.detail, fault.position);
  if (!isObject(value)) return refuse("A contract is a JSON Schema or an OpenAPI document, and therefore an object.");
  const extension = value[EXTENSION];
  const place = positionOf([EXTENSION]);
  if ("openapi" in value) {
    if (!String(value["openapi"]).startsWith("3."))
      return refuse("Of OpenAPI version 3 is understood: 3.0 and 3.1.", positionOf(["openapi"]));
    const { operations, schema } = parseOperations(value);
    const api = isObject(extension) && typeof extension["api"] === "string" ? { logicalId: extension["api"] } : {};
    return {
      source: {
        contract: { id, channel: { kind: "api", ...api }, schema, operations },
        file,
        examples: [],
        positionOf,
      },
      diagnostics: [],
    };
  }
  const channel = isObject(extension) ? channelOf(extension) : undefined;
  if (channel === undefined)
    return refuse(
      `The schema does not say where its events go. Add "${EXTENSION}: { topic: LogicalId }" with the topic, queue or bus of the unit's template; "attributes" of a topic or queue, "source" and "detailType" of a bus tell its events from others.`,
      place,
    );
  const foreign = foreignReference(value);
  if (foreign !== undefined)
    return refuse(`The reference "${foreign}" leads out of the document. Put what it means below "$defs".`);
  const { examples, ...rest } = value;
  const schema = withoutAnnotations(rest);
  const fault2 = faultOf(schema);
  if (fault2 !== undefined) return refuse(`It is no JSON Schema: ${fault2}.`);
  const source: ContractSource = {
    contract: { id, channel, schema },
    file,
    examples: Array.isArray(examples) ? examples : [],
    positionOf,
  };
  return { source, diagnostics: [] };
}

function channelOf(extension: { readonly [name: string]: unknown }): Channel | undefined {
  for (const kind of ["topic", "queue"] as const) {
    const logicalId = extension[kind];
    if (typeof logicalId !== "string") continue;
    const attributes = isObject(extension["attributes"]) ? extension["attributes"] : {};
    return {
      kind,
      logicalId,
      attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, String(value)])),
    };
  }
  const { bus, source, detailType } = extension;
  if (typeof bus !== "string") return undefined;
  return {
    kind: "bus",
    logicalId: bus,
    ...(typeof source === "string" ? { source } : {}),
    ...(typeof detailType === "string" ? { detailType } : {}),
  };
}

function foreignReference(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(foreignReference).find((each) => each !== undefined);
  if (!isObject(value)) return undefined;
  const reference = value["$ref"];
  if (typeof reference === "string" && !/^#\/(?:\$defs|definitions|components)\//.test(reference)) return reference;
  return Object.values(value)
    .map(foreignReference)
    .find((each) => each !== undefined);
}

/** What a unit reads, and where it says so. */
export interface ParsedReadings {
  readonly reads: readonly Reading[];
  readonly diagnostics: readonly Diagnostic[];
  placeOf(reading: Reading, pointer?: string): SourcePosition | undefined;
}

/** The readings of a file "reads.yaml". */
export function parseReadings(text: string, file: string): ParsedReadings {
  const { value, fault, positionOf } = readPlaced(text, file);
  const diagnostics: Diagnostic[] = [];
  const paths = new Map<Reading, readonly string[]>();
  const pointers = new Map<Reading, Map<string, readonly string[]>>();
  const refuse = (detail: string, position: SourcePosition): void =>
    void diagnostics.push({
      severity: "error",
      code: "CONTRACT_READS_INVALID",
      summary: "What a unit reads cannot be understood.",
      detail,
      position,
    });
  if (fault !== undefined) refuse(fault.detail, fault.position);
  else if (!Array.isArray(value))
    refuse(
      'The file is a list: "- { unit: payment, contract: payment-completed.v1, fields: [/userId] }".',
      positionOf([]),
    );
  else
    for (const [index, each] of value.entries()) {
      const path = [String(index)];
      if (!isObject(each) || typeof each["unit"] !== "string" || typeof each["contract"] !== "string") {
        refuse('A reading has "unit", the producer, and "contract", such as payment-completed.v1.', positionOf(path));
        continue;
      }
      const places = new Map<string, readonly string[]>();
      const fieldsAt = (list: unknown, at: readonly string[]): readonly ReadField[] =>
        (Array.isArray(list) ? list : []).flatMap((field: unknown, number): ReadField[] => {
          const parsed = parseField(field);
          if (parsed === undefined) {
            refuse(
              'A field is a JSON pointer such as "/userId" or "/items/*/price", or { field: POINTER, values: [...] }.',
              positionOf([...at, String(number)]),
            );
            return [];
          }
          places.set(parsed.pointer, [...at, String(number)]);
          return [parsed];
        });
      const { operations } = each;
      const reading: Reading = {
        unit: each["unit"],
        contract: each["contract"],
        ...("fields" in each ? { fields: fieldsAt(each["fields"], [...path, "fields"]) } : {}),
        ...(isObject(operations)
          ? {
              operations: Object.fromEntries(
                Object.entries(operations).map(([name, list]) => [name, fieldsAt(list, [...path, "operations", name])]),
              ),
            }
          : {}),
      };
      paths.set(reading, path);
      pointers.set(reading, places);
    }
  return {
    reads: [...paths.keys()],
    diagnostics,
    placeOf(reading, pointer) {
      const path = pointers.get(reading)?.get(pointer ?? "") ?? paths.get(reading);
      return path === undefined ? undefined : positionOf(path);
    },
  };
}

function parseField(field: unknown): ReadField | undefined {
  if (typeof field === "string") return field === "" || field.startsWith("/") ? { pointer: field } : undefined;
  if (!isObject(field) || typeof field["field"] !== "string" || !field["field"].startsWith("/")) return undefined;
  const { values } = field;
  return { pointer: field["field"], ...(Array.isArray(values) ? { values } : {}) };
}

/** The contract as the release's record has it. */
export function contractsOf(sources: readonly ContractSource[]): readonly Contract[] {
  return sources.map(({ contract }) => contract);
}
