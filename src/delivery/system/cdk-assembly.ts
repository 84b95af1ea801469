// Reads a cloud assembly: what a CDK app makes when it is synthesised. Its manifest says which stacks there are, what they wait for, and
// which files they need in a bucket. Reads folders, runs nothing.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { hashOf } from "../build/zip.ts";

/** A file or folder that a stack needs in a bucket. */
export interface CdkAsset {
  /** As people call it, such as "Handler/Code". */
  readonly name: string;
  /** Absolute. */
  readonly path: string;
  /** A folder that is zipped, or a file as it is. */
  readonly packaging: "zip" | "file";
  /** The key by which the template names it. */
  readonly key: string;
}

/** A stack of a cloud assembly. */
export interface CdkStack {
  /** Its path in the app, such as "Prod/Api". */
  readonly path: string;
  /** The name of the unit that it becomes. */
  readonly unit: string;
  readonly stackName: string;
  /** The twelve digits of the account that the app wrote into the template; undefined if it fits any. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Absolute. */
  readonly templateFile: string;
  /** The paths of stacks that it waits for. */
  readonly dependsOn: readonly string[];
  readonly assets: readonly CdkAsset[];
  /** The buckets in which the template looks for its assets, as it writes them. */
  readonly buckets: readonly string[];
}

/** Reads the assembly in a folder, its nested assemblies (stages) included. `shown` says how to name a file. */
export function readAssembly(
  folder: string,
  shown: (path: string) => string,
): { stacks: readonly CdkStack[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const found = readManifest(folder, shown, diagnostics);
  const units = namesOf(found.map((each) => each.path));
  const stacks = found.map(({ waitsFor, ...stack }): CdkStack => {
    const dependsOn = found.filter((other) => other.folder === stack.folder && waitsFor.includes(other.id));
    return { ...stack, unit: units.get(stack.path) ?? "", dependsOn: dependsOn.map((each) => each.path) };
  });
  return { stacks, diagnostics };
}

/** Whether a folder holds an assembly. */
export function isAssembly(folder: string): boolean {
  return existsSync(join(folder, "manifest.json")) && existsSync(join(folder, "cdk.out"));
}

// AWS: "cloud-assembly-schema" (npm): manifest.json, the asset manifests, and what their members mean.
interface Manifest {
  readonly artifacts?: Readonly<Record<string, ManifestArtifact>>;
  readonly missing?: readonly { readonly key: string; readonly provider: string }[];
}

interface ManifestArtifact {
  readonly type: string;
  /** "aws://ACCOUNT/REGION", either of which may be unknown. */
  readonly environment?: string;
  readonly displayName?: string;
  readonly dependencies?: readonly string[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly metadata?: Metadata;
  readonly additionalMetadataFile?: string;
}

type Metadata = Readonly<Record<string, readonly { readonly type: string; readonly data?: unknown }[]>>;

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly displayName?: string;
        readonly source: { readonly path?: string; readonly packaging?: string; readonly executable?: unknown };
        readonly destinations: Readonly<Record<string, { readonly bucketName: string; readonly objectKey: string }>>;
      }
    >
  >;
  readonly dockerImages?: Readonly<Record<string, { readonly displayName?: string }>>;
}

interface FoundStack extends Omit<CdkStack, "unit" | "dependsOn"> {
  readonly id: string;
  readonly folder: string;
  readonly waitsFor: readonly string[];
}

function readManifest(
  folder: string,
  shown: (path: string) => string,
  diagnostics: Diagnostic[],
): readonly FoundStack[] {
  const file = join(folder, "manifest.json");
  const manifest = readJson<Manifest>(file);
  const report = (code: string, summary: string, detail: string, severity: Diagnostic["severity"] = "error"): void => {
    diagnostics.push({ severity, code, summary, detail, position: { file: shown(file), line: 1, column: 1 } });
  };
  for (const { key, provider } of manifest.missing ?? [])
    report(
      "CDK_CONTEXT_MISSING",
      "The CDK app asks for a value that only an AWS account knows.",
      `It looks up "${key}" (${provider}). Run "cdk synth" once with credentials of that account, and keep cdk.context.json, or set the value in its "context".`,
    );
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, artifact]): readonly FoundStack[] => {
    const { properties = {} } = artifact;
    if (artifact.type === "cdk:cloud-assembly")
      return readManifest(join(folder, String(properties["directoryName"])), shown, diagnostics);
    if (artifact.type !== "aws:cloudformation:stack") return [];
    const path = artifact.displayName ?? id;
    reportMetadata(metadataOf(folder, artifact), path, report);
    const templateFile = join(folder, String(properties["templateFile"]));
    const manifests = (artifact.dependencies ?? [])
      .map((each) => manifest.artifacts?.[each])
      .filter((each) => each?.type === "cdk:asset-manifest")
      .map((each) => readJson<AssetManifest>(join(folder, String(each?.properties?.["file"]))));
    const assets = manifests.flatMap((each) => assetsOf(folder, each, templateFile, path, report));
    const [, account, region] = /^aws:\/\/([^/]*)\/(.*)$/.exec(artifact.environment ?? "") ?? [];
    const known = (name: string | undefined): string | undefined =>
      name?.startsWith("unknown-") === false ? name : undefined;
    return [
      {
        id,
        folder,
        path,
        stackName: typeof properties["stackName"] === "string" ? properties["stackName"] : id,
        account: known(account),
        region: known(region),
        templateFile,
        waitsFor: artifact.dependencies ?? [],
        assets,
        buckets: bucketsOf(manifests),
      },
    ];
  });
}

function metadataOf(folder: string, artifact: ManifestArtifact): Metadata {
  const { additionalMetadataFile, metadata = {} } = artifact;
  const further = additionalMetadataFile === undefined ? {} : readJson<Metadata>(join(folder, additionalMetadataFile));
  return { ...further, ...metadata };
}

type Report = (code: string, summary: string, detail: string, severity?: Diagnostic["severity"]) => void;

function reportMetadata(metadata: Metadata, stack: string, report: Report): void {
  for (const [path, entries] of Object.entries(metadata)) {
    for (const { type, data } of entries) {
      if (type === "aws:cdk:error" || type === "aws:cdk:warning")
        report(
          "CDK_ANNOTATION",
          "The CDK app says something about a construct.",
          `${path}: ${String(data)}`,
          type === "aws:cdk:error" ? "error" : "warning",
        );
      if (type === "aws:cdk:asset")
        report(
          "CDK_LEGACY_ASSET",
          "A stack of the CDK app has assets of the old kind.",
          `Stack "${stack}" passes its asset of ${path} by parameters, as LegacyStackSynthesizer does. Use DefaultStackSynthesizer, which is the default.`,
        );
    }
  }
}

function assetsOf(
  folder: string,
  manifest: AssetManifest,
  templateFile: string,
  stack: string,
  report: Report,
): readonly CdkAsset[] {
  for (const [id, { displayName }] of Object.entries(manifest.dockerImages ?? {}))
    report(
      "CDK_DOCKER_ASSET",
      "A stack of the CDK app needs a container image.",
      `Stack "${stack}" builds image "${displayName ?? id}" with Docker, which Stackyard does not use. Use a zip of code, or an image that is in a registry already.`,
    );
  return Object.entries(manifest.files ?? {}).flatMap(
    ([id, { displayName, source, destinations }]): readonly CdkAsset[] => {
      const name = displayName ?? id;
      const key = Object.values(destinations)[0]?.objectKey;
      if (source.path === undefined || key === undefined) {
        report(
          "CDK_EXECUTABLE_ASSET",
          "A stack of the CDK app has an asset that a program makes.",
          `Asset "${name}" of stack "${stack}" has no path. Let the app make the file or folder itself, and name that.`,
        );
        return [];
      }
      const path = join(folder, source.path);
      if (path === templateFile) return [];
      return [{ name, path, packaging: source.packaging === "file" ? "file" : "zip", key }];
    },
  );
}

function bucketsOf(manifests: readonly AssetManifest[]): readonly string[] {
  const names = manifests.flatMap(({ files = {} }) =>
    Object.values(files).flatMap(({ destinations }) => Object.values(destinations).map((each) => each.bucketName)),
  );
  return [...new Set(names)];
}

// Names of units: "Prod/ApiStack" becomes "prod-api-stack". LIMIT: 40 characters; a longer path is told apart by its hash.
function namesOf(paths: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const path of paths) {
    const words = path.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
    const plain = words.replace(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+|-+$/g, "") || "stack";
    const isFree = plain.length <= 40 && ![...names.values()].includes(plain);
    names.set(path, isFree ? plain : `${plain.slice(0, 31).replace(/-+$/, "")}-${hashOf(path).slice(0, 8)}`);
  }
  return names;
}

function readJson<Value>(file: string): Value {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Value;
  } catch (error) {
    throw new Error(`"${basename(file)}" of the cloud assembly cannot be read.`, { cause: error });
  }
}
