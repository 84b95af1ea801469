// Extracts CloudFormation's resource types from @aws-cdk/aws-service-spec into generated/resource-types/, one small file
// a type, so that the engine loads only the types that a template names. Does nothing when they are up to date.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import path from "node:path";

/** Raise it when the form of the files changes. */
const FORMAT = 2;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, "generated", "resource-types");
const stampFile = path.join(folder, "STAMP");
const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(require.resolve("@aws-cdk/aws-service-spec/package.json"), "utf8"));
const stamp = `${FORMAT} @aws-cdk/aws-service-spec ${version}\n`;

if (readStamp() !== stamp) await extract();

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return undefined;
  }
}

async function extract() {
  const { loadAwsServiceSpec } = await import("@aws-cdk/aws-service-spec");
  const database = await loadAwsServiceSpec();
  // Written beside and moved into place, so that an interrupted run leaves no half of them behind a valid stamp.
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const typeNames = [];
  for (const resource of database.all("resource")) {
    const typeName = resource.cloudFormationType;
    typeNames.push(typeName);
    writeFileSync(path.join(temporary, fileNameOf(typeName)), JSON.stringify(schemaOf(database, resource)));
  }
  writeFileSync(path.join(temporary, "index.json"), JSON.stringify(typeNames.sort()));
  writeFileSync(path.join(temporary, "STAMP"), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
  console.log(`Extracted ${typeNames.length} resource types.`);
}

function fileNameOf(typeName) {
  return `${typeName.replaceAll("::", "-")}.json`;
}

function schemaOf(database, resource) {
  const names = new Map();
  const definitions = {};
  for (const { entity } of database.follow("usesType", resource)) {
    let name = entity.name;
    while ([...names.values()].includes(name)) name += "_";
    names.set(entity.$id, name);
  }
  for (const { entity } of database.follow("usesType", resource)) {
    definitions[names.get(entity.$id)] = membersOf(entity.properties, names);
  }
  const identifier = resource.cfnRefIdentifier ?? resource.primaryIdentifier ?? [];
  const primary = resource.primaryIdentifier ?? [];
  return {
    typeName: resource.cloudFormationType,
    identifier,
    // Only where Ref gives something else.
    ...(primary.length === 0 || primary.join() === identifier.join() ? {} : { primaryIdentifier: primary }),
    attributes: Object.keys(resource.attributes).sort(),
    tagProperty: resource.tagInformation?.tagPropertyName,
    isStateful: resource.isStateful,
    replacing: resource.additionalReplacementProperties,
    properties: membersOf(resource.properties, names),
    definitions,
  };
}

function membersOf(properties, names) {
  return Object.fromEntries(
    Object.entries(properties)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, property]) => [
        name,
        {
          type: typeOf(property.type, names),
          required: property.required || undefined,
          replaces: property.causesReplacement === "no" ? undefined : property.causesReplacement,
        },
      ]),
  );
}

/** "string", "json", ..., { list: T }, { map: T }, { ref: NAME }, { anyOf: [T] }. */
function typeOf(type, names) {
  if (type.type === "array") return { list: typeOf(type.element, names) };
  if (type.type === "map") return { map: typeOf(type.element, names) };
  if (type.type === "union") return { anyOf: type.types.map((one) => typeOf(one, names)) };
  // Types that another resource type owns are left open: their members are not listed with this one.
  if (type.type === "ref") return names.has(type.reference.$ref) ? { ref: names.get(type.reference.$ref) } : "json";
  return type.type;
}
