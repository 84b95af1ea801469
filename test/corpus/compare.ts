// Whether the yard's SAM transform makes of a template what AWS's reference translator makes, up to the freedoms that docs/sam.md names.

import { transformServerless } from "../../src/services/cloudformation/sam/transform.ts";
import { parseTemplate } from "../../src/services/cloudformation/template/parse.ts";
import { isRecord } from "../../src/services/cloudformation/template/values.ts";
import type { ArtifactPlace } from "../../src/delivery/release/unit-version.ts";
import type { CorpusTemplate } from "./corpus.ts";

type Value = Readonly<Record<string, unknown>>;

/** What differs first, as a sentence; undefined where all is equal. */
export function differenceOf(one: CorpusTemplate, places: readonly ArtifactPlace[]): string | undefined {
  const { value, positions, problems } = parseTemplate(one.text);
  if (problems.length > 0 || !isRecord(value)) return problems[0]?.awsMessage ?? "The template is not an object.";
  const { expected } = one;
  if (expected === undefined) return undefined;
  for (const place of places) putLocation(value, place, expected);
  const result = transformServerless(value, positions, { "AWS::Partition": "aws", "AWS::Region": "us-east-1" });
  if ("problems" in result) return result.problems[0]?.awsMessage;
  return firstDifference(withoutHashes(result.template), withoutHashes(expected), "");
}

/**
 * Where the reference translator was given an artifact is seen in what it made of it. It matters to the last digit: the logical ids of versions
 * and layers are hashes of it.
 */
function putLocation(template: Value, { logicalId, path, location }: ArtifactPlace, expected: Value): void {
  // The reference translator leaves pieces of templates where they were.
  if (path.includes("Fn::Transform")) return;
  const made = JSON.stringify(resourceMadeOf(partOf(template, logicalId, path), expected)) ?? "";
  const [key = "0".repeat(32)] = /[0-9a-f]{32}/.exec(made) ?? [];
  let parent = child(child(child(template, "Resources"), logicalId), "Properties");
  for (const name of path.slice(0, -1)) parent = child(parent, name);
  const bucket = "oracle-bucket";
  parent[path.at(-1) ?? ""] =
    location === "S3Bucket/S3Key"
      ? { S3Bucket: bucket, S3Key: key }
      : location === "Bucket/Key"
        ? { Bucket: bucket, Key: key }
        : location === "templateUrl"
          ? `https://s3.us-east-1.amazonaws.com/${bucket}/${key}.template`
          : `s3://${bucket}/${key}`;
}

function child(parent: Value, name: string): Record<string, unknown> {
  const value = parent[name];
  return isRecord(value) ? value : {};
}

/** The schema and the functions of a GraphQL API are resources of their own. */
function partOf(template: Value, logicalId: string, path: readonly string[]): string {
  if (child(child(template, "Resources"), logicalId)["Type"] !== "AWS::Serverless::GraphQLApi") return logicalId;
  return `${logicalId}${path[0] === "SchemaUri" ? "Schema" : (path[1] ?? "")}`;
}

/** A layer's logical id ends with a hash in what is made of it. */
function resourceMadeOf(logicalId: string, expected: Value): unknown {
  const resources = child(expected, "Resources");
  const hashed = new RegExp(`^${logicalId}[0-9a-f]{10}$`);
  return resources[logicalId] ?? Object.entries(resources).find(([name]) => hashed.test(name))?.[1];
}

/** A REST API's deployment is named by a hash of its document: of canonical JSON here, of Python 2.7's text there. */
function withoutHashes(value: unknown): unknown {
  const text = JSON.stringify(value)
    .replaceAll(/Deployment[0-9a-f]{10}\b/g, "DeploymentHASH")
    .replaceAll(/deployment id: [0-9a-f]{40}/g, "deployment id: HASH");
  return JSON.parse(text) as unknown;
}

function firstDifference(ours: unknown, theirs: unknown, path: string): string | undefined {
  if (isRecord(ours) && isRecord(theirs)) {
    for (const name of [...new Set([...Object.keys(ours), ...Object.keys(theirs)])].sort()) {
      const found = firstDifference(ours[name], theirs[name], `${path}/${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length) {
    for (const [index, item] of ours.entries()) {
      const found = firstDifference(item, theirs[index], `${path}/${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return undefined;
  return `${path} is ${shown(ours)} instead of ${shown(theirs)}.`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
