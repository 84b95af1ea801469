// Finds physical names and ARNs that one unit's template gives in the values of other units: the couplings which no import
// shows. A name is believed where its place means it: in an ARN of the right service, in a queue's URL, under a property or
// in a variable that takes such a name; elsewhere only if it is too long and too structured to stand there by chance. Pure.

import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { TemplateValue } from "../system/template.ts";
import type { EvaluatedSystem } from "./evaluated-system.ts";
import { NAMED_TYPES } from "./resource-names.ts";
import type { NamedType } from "./resource-names.ts";

/** A resource with a physical name that its template gives. */
export interface NamedResource {
  readonly unit: string;
  readonly logicalId: string;
  readonly type: string;
  readonly name: string;
  readonly path: readonly string[];
  readonly naming: NamedType;
}

/** A name of another unit's resource, found in a value. */
export interface IdentifierUse {
  readonly resource: NamedResource;
  /** As it stands in the value: a name, an ARN or a URL. */
  readonly identifier: string;
  readonly path: readonly string[];
}

/** Two units that give the same name to a resource of one type. */
export interface NameTwice {
  readonly first: NamedResource;
  readonly second: NamedResource;
}

export interface IdentifierIndex {
  readonly twice: readonly NameTwice[];
  /** The names of other units' resources in one unit's values, each once a place. */
  findIn(unit: string): readonly IdentifierUse[];
}

const NAMING_BY_TYPE = new Map(NAMED_TYPES.map((each) => [each.type, each]));
// Texts for people, and labels: names in them do not make anything work.
const PROSE: ReadonlySet<string> = new Set(["Description", "Tags", "Comment", "AlarmDescription", "Metadata"]);
// LIMIT: shorter names, such as "api", stand everywhere.
const SHORTEST_DISTINCTIVE_NAME = 8;
const ARN = /arn:[a-z-]+:[^\s"'`,;|<>{}()\\[\]]+/g;
// AWS: "Amazon SQS queue and message identifiers", "Queue name and URL": the account and the name end the URL.
const QUEUE_URL = /https?:\/\/[^/\s"']*(?:sqs|queue)[^/\s"']*\/[^/\s"']+\/([A-Za-z0-9_.⟦⟧-]+)/g;
const URL_HOST = /\b(?:https?|wss?):\/\/([a-z0-9.-]+\.[a-z]{2,})/gi;
const BUCKET_URI = /\bs3:\/\/([a-z0-9.⟦⟧-]+)/gi;

/** Collects the names that the units of a system give, and looks them up in each other's values. */
export function indexIdentifiers(system: EvaluatedSystem): IdentifierIndex {
  const byName = new Map<string, NamedResource[]>();
  const byArn = new Map<string, NamedResource>();
  const given = new Set<string>();
  const twice: NameTwice[] = [];
  for (const { unit, body } of system.units.values()) {
    for (const [logicalId, resource] of Object.entries(objectAt(body, "Resources"))) {
      const naming = NAMING_BY_TYPE.get(textOf(objectAt(resource)["Type"]) ?? "");
      const name = naming === undefined ? undefined : objectAt(resource, "Properties")[naming.property];
      if (naming === undefined || typeof name !== "string" || !isKnown(name)) continue;
      const path = ["Resources", logicalId, "Properties", naming.property];
      const found: NamedResource = { unit: unit.name, logicalId, type: naming.type, name: bare(name), path, naming };
      const others = byName.get(found.name);
      const rival = others?.find((each) => each.unit !== unit.name && isSameNamespace(each.naming, naming));
      if (rival !== undefined) twice.push({ first: rival, second: found });
      if (others === undefined) byName.set(found.name, [found]);
      else others.push(found);
      given.add(givenKey(unit.name, found));
      if (naming.service !== undefined) byArn.set(arnKey(naming, found.name), found);
    }
  }
  const prefixes = prefixesByService();

  function findIn(unit: string): readonly IdentifierUse[] {
    const evaluated = system.units.get(unit);
    if (evaluated === undefined || byName.size === 0) return [];
    const { body } = evaluated;
    const uses: IdentifierUse[] = [];
    const path: string[] = [];
    for (const section of ["Globals", "Resources", "Outputs"]) walk(body[section] ?? null, section);
    return uses;

    function walk(value: TemplateValue, name: string): void {
      if (PROSE.has(name)) return;
      path.push(name);
      if (typeof value === "string") read(value);
      else if (Array.isArray(value)) value.forEach((item, index) => walk(item, String(index)));
      else if (isTemplateObject(value)) for (const member of Object.keys(value)) walk(value[member] ?? null, member);
      path.pop();
    }

    function add(resource: NamedResource | undefined, identifier: string): void {
      // What a unit gives a name itself, it means itself by that name.
      if (resource === undefined || resource.unit === unit || given.has(givenKey(unit, resource))) return;
      if (uses.some((each) => each.resource === resource && isSamePath(each.path, path))) return;
      uses.push({ resource, identifier, path: [...path] });
    }

    function read(text: string): void {
      if (text.length < 3) return;
      const meant = byName.get(bare(text));
      if (meant !== undefined) {
        const type = textOf(objectAt(body, "Resources", path[1] ?? "")["Type"]);
        for (const resource of meant) if (isMeant(resource, path, type)) add(resource, text);
      }
      if (!/[:/.\s"]/.test(text)) return;
      if (text.includes("arn:"))
        for (const [arn] of text.matchAll(ARN)) for (const each of ofArn(arn, unit)) add(each, arn);
      if (text.includes("://")) {
        for (const [url, name = ""] of text.matchAll(QUEUE_URL)) add(ofType(byName.get(name), "AWS::SQS::Queue"), url);
        for (const [, name = ""] of text.matchAll(BUCKET_URI)) add(ofType(byName.get(name), "AWS::S3::Bucket"), name);
        for (const [, host = ""] of text.matchAll(URL_HOST))
          for (const each of byName.get(host.toLowerCase()) ?? [])
            if (each.naming.service === undefined) add(each, host);
      }
      if (text.length > SHORTEST_DISTINCTIVE_NAME)
        for (const word of text.replaceAll(ARN, " ").split(/[\s"'`,;:=<>(){}[\]|]+/))
          if (word.length < text.length && isDistinctive(word))
            for (const each of byName.get(word) ?? []) add(each, word);
    }
  }

  function ofArn(arn: string, reader: string): readonly NamedResource[] {
    const [, , service = "", , , ...rest] = arn.split(":");
    const resource = rest.join(":");
    const found: NamedResource[] = [];
    for (const naming of prefixes.get(service) ?? []) {
      const prefix = naming.prefix ?? "";
      if (!resource.startsWith(prefix)) continue;
      const name = resource.slice(prefix.length);
      if (/[*?]/.test(name)) found.push(...ofPattern(naming, name, reader));
      else for (const each of namesIn(naming, name)) found.push(...listed(byArn.get(arnKey(naming, each))));
    }
    return found;
  }

  // A pattern tells of a coupling only if it means one other unit: "*" and "shop-*" mean everybody.
  function ofPattern(naming: NamedType, pattern: string, reader: string): readonly NamedResource[] {
    const start = pattern.slice(0, pattern.search(/[*?]/));
    const exact = namesIn(naming, start.replace(/[:/-]$/, "")).flatMap((name) =>
      listed(byArn.get(arnKey(naming, name))),
    );
    if (exact.length > 0 || start.length < 3) return exact;
    const found = [...byArn].flatMap(([key, each]) => (key.startsWith(arnKey(naming, bare(start))) ? [each] : []));
    const units = new Set(found.map((each) => each.unit));
    return units.size === 1 && !units.has(reader) ? found : [];
  }

  return { twice, findIn };
}

// A name may be followed by a version, a key, an index; a role's may follow a path.
function namesIn(naming: NamedType, text: string): readonly string[] {
  const names = [bare(text)];
  for (let at = text.search(/[:/]/); at !== -1 && at < text.length;) {
    names.push(bare(text.slice(0, at)));
    const next = text.slice(at + 1).search(/[:/]/);
    at = next === -1 ? -1 : at + 1 + next;
  }
  if (naming.service === "iam") names.push(text.slice(text.lastIndexOf("/") + 1));
  // AWS: "What's in a Secrets Manager secret": an ARN ends with a hyphen and six characters that only the cloud knows.
  if (naming.service === "secretsmanager") names.push(bare(text.replace(/-[A-Za-z0-9?]{6}$/, "")));
  return names;
}

function isMeant(resource: NamedResource, path: readonly string[], readerType: string | undefined): boolean {
  const reader = NAMING_BY_TYPE.get(readerType ?? "");
  // The name of something else of the type is no use of it.
  const isName = path.length === 4 && path[0] === "Resources" && path[3] === reader?.property;
  if (isName && reader !== undefined && isSameNamespace(reader, resource.naming)) return false;
  if (isDistinctive(resource.name)) return true;
  const key = (path.findLast((name) => !/^\d+$/.test(name)) ?? "").toLowerCase();
  const named = resource.naming.property.toLowerCase();
  if (named !== "name" && key === named) return true;
  if (resource.naming.keys?.includes(key) === true) return true;
  return path.includes("Variables") || path.includes("Environment");
}

function isDistinctive(name: string): boolean {
  return name.length >= SHORTEST_DISTINCTIVE_NAME && /[a-zA-Z0-9][-_.@/]+[a-zA-Z0-9]/.test(name);
}

// A name with nothing in it but what the cloud knows identifies nothing.
function isKnown(name: string): boolean {
  return name.replaceAll(/⟦[^⟦⟧]*⟧/g, "").length >= 3;
}

// SSM names begin with a slash where they stand alone, and without one in ARNs; hosted zones may end with a dot.
function bare(name: string): string {
  return name.replace(/^\/|\.$/g, "");
}

function arnKey(naming: NamedType, name: string): string {
  return `${naming.service ?? ""}\n${naming.prefix ?? ""}${name}`;
}

function givenKey(unit: string, { naming, name }: NamedResource): string {
  return `${unit}\n${naming.service ?? naming.type}\n${naming.prefix ?? ""}${name}`;
}

function isSameNamespace(one: NamedType, other: NamedType): boolean {
  return one.service === undefined
    ? one.type === other.type
    : one.service === other.service && one.prefix === other.prefix;
}

function prefixesByService(): ReadonlyMap<string, readonly NamedType[]> {
  const found = new Map<string, Map<string, NamedType>>();
  for (const naming of NAMED_TYPES) {
    if (naming.service === undefined) continue;
    const known = found.get(naming.service) ?? new Map<string, NamedType>();
    known.set(naming.prefix ?? "", naming);
    found.set(naming.service, known);
  }
  return new Map([...found].map(([service, known]) => [service, [...known.values()]]));
}

function ofType(resources: readonly NamedResource[] | undefined, type: string): NamedResource | undefined {
  return resources?.find((each) => each.type === type);
}

function listed<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
