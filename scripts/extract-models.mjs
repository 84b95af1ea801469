// Writes AWS's service models, as the installed @aws-sdk/client-* packages export them, to generated/models: one JSON
// file a service, which src/model/load.ts links, and index.json, which is all that routing needs. Needs no network;
// does nothing when the SDK's versions and this script are those of the last run.
//
// One file: { id, sdkId, ..., shapes: [...], operations: { Name: [input, output, [method, uri, status]?] }, errors: [...] }.
// A shape is [kind, name, traits, ...]: 0 simple + type; 1 list + element; 2 map + key, value; 3 structure and 4 union +
// member names, members, count of required members (the first ones), [code, status, fault] of an error.
// A reference (type, element, key, value, member) is a number or [number, traits]: a shape's index, or -1 - n for the
// SDK's number n of an anonymous simple shape (see @smithy/types, "sentinels"; 64 + n is a list, 128 + n a map of n).

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const TARGET = join(ROOT, "generated", "models");
const PREFIX = "@aws-sdk/client-";

/**
 * What the SDK does not tell: protocols that AWS serves besides the one which the JavaScript client speaks.
 * AWS: "SQS now supports JSON protocol" (2023): older SDKs go on with awsQuery. botocore's cloudwatch metadata lists
 * smithy-rpc-v2-cbor, json and query.
 */
const FURTHER_PROTOCOLS = {
  cloudwatch: ["rpcv2Cbor", "awsQuery"],
  sqs: ["awsQuery"],
};

/** The namespace of SQS's XML answers, which the JSON client has no need of. */
const XML_NAMESPACES = { sqs: "http://queue.amazonaws.com/doc/2012-11-05/" };

/** The seven traits that the SDK packs into a number, lowest bit first. */
const PACKED_TRAITS = [
  "httpLabel",
  "idempotent",
  "idempotencyToken",
  "sensitive",
  "httpPayload",
  "httpResponseCode",
  "httpQueryParams",
];

const require = createRequire(join(ROOT, "package.json"));
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const startedAt = performance.now();
const packages = Object.keys(require("./package.json").dependencies).filter((name) => name.startsWith(PREFIX));
const stamp = stampOf(packages);

if (!isUpToDate(stamp)) {
  mkdirSync(TARGET, { recursive: true });
  const services = packages.map((name) => extract(name.slice(PREFIX.length), require(name)));
  for (const service of services) write(`${service.id}.json`, service);
  const known = new Set([...services.map((service) => `${service.id}.json`), "index.json"]);
  for (const file of readdirSync(TARGET)) if (file.endsWith(".json") && !known.has(file)) rmSync(join(TARGET, file));
  // The index comes last: its stamp says that everything before it is complete.
  write("index.json", { stamp, services: services.map(routingOf) });
  const count = services.reduce((sum, service) => sum + Object.keys(service.operations).length, 0);
  const elapsedMs = Math.round(performance.now() - startedAt);
  console.log(`Extracted ${services.length} service models, ${count} operations, in ${elapsedMs} ms.`);
}

/** A digest of all that decides the result. */
function stampOf(names) {
  const hash = createHash("sha256").update(readFileSync(fileURLToPath(import.meta.url)));
  for (const name of names) hash.update(`${name}@${require(`${name}/package.json`).version}\n`);
  return hash.digest("hex");
}

function isUpToDate(expected) {
  const index = join(TARGET, "index.json");
  if (!existsSync(index)) return false;
  const text = readFileSync(index, "utf8");
  return text.startsWith(`{"stamp":"${expected}"`);
}

/** Writes a file so that a reader sees the old one or the new one, never a part. */
function write(name, value) {
  const path = join(TARGET, name);
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, JSON.stringify(value));
  renameSync(temporary, path);
}

/** What the router reads before any model is loaded. */
function routingOf(service) {
  const { id, sdkId, apiVersion, signingName, endpointPrefix, targetPrefix, protocols, operations } = service;
  const names = Object.keys(operations);
  const isRest = names.some((name) => operations[name][2] !== undefined);
  return {
    id,
    sdkId,
    apiVersion,
    signingName,
    endpointPrefix,
    targetPrefix,
    protocols,
    operations: names,
    http: isRest ? names.map((name) => [...operations[name][2].slice(0, 2), ...needsOf(service, name)]) : undefined,
  };
}

/**
 * What besides method and URI tells an operation from its neighbours, if anything: required query parameters ("?name"),
 * required headers (lower case), and "Bucket" where S3's URI leaves that label out.
 */
function needsOf({ operations, shapes }, name) {
  const [, , , memberNames, members, requiredCount] = shapes[operations[name][0]];
  const needs = memberNames.slice(0, requiredCount).flatMap((member, position) => {
    const { httpQuery, httpHeader, httpLabel } = members[position][1] ?? {};
    if (httpQuery !== undefined) return [`?${httpQuery}`];
    if (httpHeader !== undefined) return [httpHeader.toLowerCase()];
    return httpLabel && !operations[name][2][1].includes(`{${member}`) ? [member] : [];
  });
  return needs.length === 0 ? [] : [needs];
}

function extract(id, sdk) {
  const config = clientConfig(sdk);
  const settings = config.protocolSettings ?? {};
  const { shapes, refer } = shapeTable();
  const operations = {};
  const errors = [];
  for (const schema of Object.values(sdk)) {
    if (!Array.isArray(schema)) continue;
    // The SDK's own base class of a service's errors is exported like an error of the service.
    if (schema[0] === -3 && !schema[1].startsWith("smithy.ts.sdk.synthetic")) errors.push(refer(schema));
    if (schema[0] !== 9) continue;
    const [, , name, traits, input, output] = schema;
    operations[name] = [refer(input), refer(output), unpack(traits).http];
  }
  const protocol = config.protocol.getShapeId().split("#")[1];
  const first = protocol.replace(/^rpcV2/i, "rpcv2");
  const host = new URL(config.endpointProvider({ Region: "us-east-1", UseFIPS: false, UseDualStack: false }).url).host;
  return {
    id,
    sdkId: config.serviceId,
    apiVersion: config.apiVersion,
    signingName: signingName(id, sdk),
    endpointPrefix: host.replace(/(\.us-east-1)?\.amazonaws\.com$/, ""),
    protocols: [first, ...(FURTHER_PROTOCOLS[id] ?? []).filter((further) => further !== first)],
    targetPrefix: config.protocol.serviceTarget,
    xmlNamespace: settings.xmlNamespace ?? XML_NAMESPACES[id],
    isQueryCompatible: settings.awsQueryCompatible,
    operations,
    errors,
    shapes,
  };
}

/** The configuration that a client of the package resolves for itself. */
function clientConfig(sdk) {
  const Client = Object.values(sdk).find(
    (value) => typeof value === "function" && /.Client$/.test(value.name) && value.prototype.destroy,
  );
  const credentials = { accessKeyId: "unused", secretAccessKey: "unused" };
  return new Client({ region: "us-east-1", credentials }).config;
}

/** The name in the credential scope. Only S3, STS, SESv2 and EventBridge choose it by endpoint rules. */
function signingName(id, sdk) {
  const byRules = { eventbridge: "events", s3: "s3", sesv2: "ses", sts: "sts" }[id];
  if (byRules !== undefined) return byRules;
  const operation = Object.values(sdk).find((schema) => Array.isArray(schema) && schema[0] === 9);
  const options = clientConfig(sdk).httpAuthSchemeProvider({ operation: operation[2], region: "us-east-1" });
  const name = options.find((option) => option.signingProperties?.name !== undefined)?.signingProperties.name;
  if (name === undefined) throw new Error(`The client "${id}" does not tell its signing name.`);
  return name;
}

/** Collects shapes in the order in which they are first referred to. */
function shapeTable() {
  const shapes = [];
  const indexes = new Map();

  function refer(reference) {
    const schema = typeof reference === "function" ? reference() : reference;
    if (typeof schema === "number") return -1 - schema;
    if (schema === "unit") return referUnit();
    if (schema.length === 2) {
      const target = refer(schema[0]);
      const [index, inner] = Array.isArray(target) ? target : [target, {}];
      const traits = { ...inner, ...unpack(schema[1]) };
      return Object.keys(traits).length === 0 ? index : [index, traits];
    }
    const known = indexes.get(schema);
    if (known !== undefined) return known;
    const index = shapes.push(null) - 1;
    indexes.set(schema, index);
    shapes[index] = describe(schema);
    return index;
  }

  function referUnit() {
    const known = indexes.get("unit");
    if (known !== undefined) return known;
    indexes.set("unit", shapes.length);
    return shapes.push([3, "Unit", {}, [], [], 0]) - 1;
  }

  function describe([kind, , name, packed, ...rest]) {
    const traits = unpack(packed);
    if (kind === 0) return [0, name, traits, refer(rest[0])];
    if (kind === 1) return [1, name, traits, refer(rest[0])];
    if (kind === 2) return [2, name, traits, refer(rest[0]), refer(rest[1])];
    const [names, members, requiredCount = 0] = rest;
    const shape = [Math.abs(kind), name, traits, names, members.map(refer), requiredCount];
    if (kind === -3) {
      const { error: fault, httpError = fault === "server" ? 500 : 400, awsQueryError = [name] } = traits;
      shape.push([awsQueryError[0], httpError, fault]);
    }
    return shape;
  }

  return { shapes, refer };
}

/** Traits as an object. */
function unpack(traits) {
  if (typeof traits === "object") return traits;
  const unpacked = {};
  PACKED_TRAITS.forEach((name, bit) => {
    if ((traits >> bit) & 1) unpacked[name] = 1;
  });
  return unpacked;
}
