// How much a template may hold. AWS: "Understand CloudFormation quotas". Pure.

import { isRecord } from "./values.ts";

/** Where a template holds more than it may, and AWS's words for it. */
export interface Excess {
  readonly owner: object;
  readonly member: string;
  readonly message: string;
}

// LIMIT: AWS: members of each section.
const MOST_MEMBERS = { Resources: 500, Parameters: 200, Outputs: 200, Mappings: 200 } as const;
/** LIMIT: AWS: attributes of a mapping. */
const MOST_ATTRIBUTES = 200;
/** LIMIT: AWS: characters of names. Those of other sections are checked for what characters they have, too. */
const MOST_NAME_CHARACTERS = 255;
/** LIMIT: AWS: bytes of a template's description. */
const MOST_DESCRIPTION_BYTES = 1_024;
/** LIMIT: AWS: "Get values stored in other services using dynamic references": "up to 60 dynamic references in a stack template". */
const MOST_REFERENCES = 60;

/** All places where a template is beyond AWS's limits. The first sentences are AWS's; those about mappings and references are inferred. */
export function excessesOf(body: Readonly<Record<string, unknown>>): readonly Excess[] {
  return [...crowdedSections(body), ...longDescription(body), ...largeMappings(body), ...manyReferences(body)];
}

function crowdedSections(body: Readonly<Record<string, unknown>>): readonly Excess[] {
  return Object.entries(MOST_MEMBERS).flatMap(([section, most]) => {
    const count = membersOf(body[section]).length;
    const message = `Template format error: Number of ${section.toLowerCase()}, ${count}, is greater than maximum allowed, ${most}`;
    return count > most ? [{ owner: body, member: section, message }] : [];
  });
}

function longDescription(body: Readonly<Record<string, unknown>>): readonly Excess[] {
  const description = body["Description"];
  if (typeof description !== "string" || Buffer.byteLength(description) <= MOST_DESCRIPTION_BYTES) return [];
  const message = `Template format error: 'Description' length is greater than ${MOST_DESCRIPTION_BYTES}.`;
  return [{ owner: body, member: "Description", message }];
}

function largeMappings(body: Readonly<Record<string, unknown>>): readonly Excess[] {
  const mappings = body["Mappings"];
  if (!isRecord(mappings)) return [];
  return membersOf(mappings).flatMap(([name, mapping]): Excess[] => {
    const most = Math.max(0, ...membersOf(mapping).map(([, attributes]) => membersOf(attributes).length));
    const begin = `Template format error: Mapping ${name.slice(0, MOST_NAME_CHARACTERS)}`;
    if (name.length > MOST_NAME_CHARACTERS)
      return [
        {
          owner: mappings,
          member: name,
          message: `${begin}... has a name of more than ${MOST_NAME_CHARACTERS} characters.`,
        },
      ];
    if (most <= MOST_ATTRIBUTES) return [];
    return [
      {
        owner: mappings,
        member: name,
        message: `${begin} has ${most} attributes, which is more than ${MOST_ATTRIBUTES}.`,
      },
    ];
  });
}

function manyReferences(body: Readonly<Record<string, unknown>>): readonly Excess[] {
  const count = countReferences(body["Resources"]);
  if (count <= MOST_REFERENCES) return [];
  const message = `Template format error: Number of dynamic references, ${count}, is greater than maximum allowed, ${MOST_REFERENCES}`;
  return [{ owner: body, member: "Resources", message }];
}

function countReferences(value: unknown): number {
  if (typeof value === "string") return value.split("{{resolve:").length - 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + countReferences(item), 0);
  return membersOf(value).reduce((sum, [, member]) => sum + countReferences(member), 0);
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isRecord(value) ? Object.entries(value) : [];
}
