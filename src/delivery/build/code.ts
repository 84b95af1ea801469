// Finds the local code that a template names, and says how each piece is built. `aws cloudformation package` knows the
// same properties; functions in TypeScript and JavaScript are bundled in addition. Reads folders, builds nothing.

import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Diagnostic } from "../../kernel/diagnostics.ts";
import type { LocationForm } from "./locations.ts";
import type { Unit, UnitAsset } from "../system/system.ts";
import { isTemplateObject, objectAt, textOf } from "../system/template.ts";
import type { TemplateObject, TemplateValue } from "../system/template.ts";

/** How one piece of local code becomes an artifact. */
export type CodeSource =
  | { readonly kind: "bundle"; readonly entry: string; readonly directory: string; readonly options: BundleOptions }
  /** A folder that is zipped; a whole one with what is left out of others, such as version control. */
  | { readonly kind: "folder"; readonly directory: string; readonly isWhole?: true }
  | { readonly kind: "file"; readonly file: string; readonly isZip: boolean }
  /** A nested template, which is packaged. */
  | { readonly kind: "template"; readonly file: string }
  /** What a template names by its key already. */
  | { readonly kind: "asset"; readonly key: string; readonly asset: UnitAsset["source"] };

/** What a function's `Metadata.BuildProperties` may say, by SAM's names for esbuild. */
export interface BundleOptions {
  /** The handler's path in the archive, without its extension. */
  readonly outputPath: string;
  readonly format: "cjs" | "esm" | undefined;
  readonly minify: boolean;
  readonly target: string;
  readonly external: readonly string[];
}

/** One property of a template that names local code. */
export interface CodeUse {
  readonly logicalId: string;
  readonly resourceType: string;
  /** Path below "Properties". */
  readonly path: readonly string[];
  readonly location: LocationForm;
  readonly source: CodeSource;
}

interface PackagedProperty {
  readonly path: readonly string[];
  readonly location: LocationForm;
  /** Whether a folder or file is zipped, a file goes up as it is, or a template is packaged. */
  readonly form: "zip" | "file" | "template";
}

// AWS: "aws cloudformation package" lists the properties which may name local artifacts.
const PACKAGED: Readonly<Record<string, readonly PackagedProperty[]>> = {
  "AWS::Serverless::Function": [{ path: ["CodeUri"], location: "uri", form: "zip" }],
  "AWS::Lambda::Function": [{ path: ["Code"], location: "S3Bucket/S3Key", form: "zip" }],
  "AWS::Serverless::LayerVersion": [{ path: ["ContentUri"], location: "uri", form: "zip" }],
  "AWS::Lambda::LayerVersion": [{ path: ["Content"], location: "S3Bucket/S3Key", form: "zip" }],
  "AWS::Serverless::Api": [{ path: ["DefinitionUri"], location: "uri", form: "file" }],
  "AWS::Serverless::HttpApi": [{ path: ["DefinitionUri"], location: "uri", form: "file" }],
  "AWS::Serverless::GraphQLApi": [
    { path: ["SchemaUri"], location: "uri", form: "file" },
    { path: ["Functions", "*", "CodeUri"], location: "uri", form: "file" },
    { path: ["Resolvers", "*", "*", "CodeUri"], location: "uri", form: "file" },
  ],
  "AWS::Serverless::StateMachine": [{ path: ["DefinitionUri"], location: "uri", form: "file" }],
  "AWS::StepFunctions::StateMachine": [{ path: ["DefinitionS3Location"], location: "Bucket/Key", form: "file" }],
  "AWS::ApiGateway::RestApi": [{ path: ["BodyS3Location"], location: "Bucket/Key", form: "file" }],
  "AWS::AppSync::GraphQLSchema": [{ path: ["DefinitionS3Location"], location: "uri", form: "file" }],
  "AWS::AppSync::Resolver": [
    { path: ["RequestMappingTemplateS3Location"], location: "uri", form: "file" },
    { path: ["ResponseMappingTemplateS3Location"], location: "uri", form: "file" },
    { path: ["CodeS3Location"], location: "uri", form: "file" },
  ],
  "AWS::AppSync::FunctionConfiguration": [
    { path: ["RequestMappingTemplateS3Location"], location: "uri", form: "file" },
    { path: ["ResponseMappingTemplateS3Location"], location: "uri", form: "file" },
    { path: ["CodeS3Location"], location: "uri", form: "file" },
  ],
  "AWS::Glue::Job": [{ path: ["Command", "ScriptLocation"], location: "uri", form: "file" }],
  "AWS::CloudFormation::Stack": [{ path: ["TemplateURL"], location: "templateUrl", form: "template" }],
  "AWS::Serverless::Application": [{ path: ["Location"], location: "templateUrl", form: "template" }],
};

/** The file or folder that a piece of code is. */
export function pathOf(source: CodeSource): string {
  if (source.kind === "asset") return source.asset.path;
  return source.kind === "bundle" || source.kind === "folder" ? source.directory : source.file;
}

/** Whether a resource of the type is a function, whose code is bundled and can be replaced directly. */
export function isFunction(resourceType: string): boolean {
  return resourceType === "AWS::Serverless::Function" || resourceType === "AWS::Lambda::Function";
}

const ENTRY_EXTENSIONS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"];

/** Lists the local code of a unit's template and its assets; code that is named but does not exist is a diagnostic. */
export function findCode(unit: Pick<Unit, "directory" | "template" | "assets">): {
  uses: readonly CodeUse[];
  diagnostics: readonly Diagnostic[];
} {
  const uses: CodeUse[] = (unit.assets ?? []).map(({ name, key, source }) => ({
    logicalId: name,
    resourceType: "asset",
    path: [],
    location: "none",
    source: { kind: "asset", key, asset: source },
  }));
  const diagnostics: Diagnostic[] = [];
  const { template } = unit;
  const globals = objectAt(template.body, "Globals", "Function");

  for (const [logicalId, resource] of Object.entries(objectAt(template.body, "Resources"))) {
    if (!isTemplateObject(resource) || typeof resource["Type"] !== "string") continue;
    const isLambda = isFunction(resource["Type"]);
    const own = objectAt(resource, "Properties");
    const properties = resource["Type"] === "AWS::Serverless::Function" ? { ...globals, ...own } : own;
    const packaged = (PACKAGED[resource["Type"]] ?? []).flatMap((one) =>
      pathsIn(properties, one.path).map((path) => ({ ...one, path })),
    );
    for (const { path, location, form } of [...packaged, ...includesIn(own, [])]) {
      const named = localPath(valueAt(properties, path), isLambda && properties);
      if (named === undefined) continue;
      const absolute = resolve(unit.directory, named);
      const source = sourceOf(absolute, form, isLambda ? { resource, properties } : undefined);
      if (typeof source === "string") {
        const position = template.positionOf(["Resources", logicalId, "Properties", ...path]);
        diagnostics.push({
          severity: "error",
          code: "CODE_NOT_FOUND",
          summary: "A template names code that does not exist.",
          detail: `${source} Correct the path, which is relative to the unit's folder.`,
          logicalId,
          path: ["Properties", ...path].join("."),
          ...(position === undefined ? {} : { position }),
        });
      } else {
        uses.push({ logicalId, resourceType: resource["Type"], path, location, source });
      }
    }
  }
  return { uses, diagnostics };
}

/** AWS: "aws cloudformation package": the location of an AWS::Include may be a local file, too, wherever a resource has one. */
function includesIn(properties: TemplateObject, path: readonly string[]): readonly PackagedProperty[] {
  return Object.entries(properties).flatMap(([name, value]): readonly PackagedProperty[] => {
    if (!isTemplateObject(value)) return [];
    if (name !== "Fn::Transform" || value["Name"] !== "AWS::Include") return includesIn(value, [...path, name]);
    return [{ path: [...path, name, "Parameters", "Location"], location: "uri", form: "file" }];
  });
}

/** A path with names of the author's in place of each "*". */
function pathsIn(properties: TemplateObject, path: readonly string[]): readonly (readonly string[])[] {
  const star = path.indexOf("*");
  if (star < 0) return [path];
  const before = path.slice(0, star);
  return Object.keys(objectAt(properties, ...before)).flatMap((name) =>
    pathsIn(properties, [...before, name, ...path.slice(star + 1)]),
  );
}

function valueAt(properties: TemplateObject, path: readonly string[]): TemplateValue | undefined {
  return objectAt(properties, ...path.slice(0, -1))[path.at(-1) ?? ""];
}

// A function without a code property has its code in the unit's folder, unless it is inline or an image.
function localPath(value: TemplateValue | undefined, functionProperties: TemplateObject | false): string | undefined {
  if (typeof value === "string") return /^[a-z0-9]+:\/\//.test(value) ? undefined : value;
  if (value !== undefined || functionProperties === false) return undefined;
  const has = (name: string): boolean => functionProperties[name] !== undefined;
  return has("InlineCode") || has("ImageUri") || functionProperties["PackageType"] === "Image" ? undefined : ".";
}

// A string says what is missing.
function sourceOf(
  path: string,
  form: "zip" | "file" | "template",
  lambda: { resource: TemplateObject; properties: TemplateObject } | undefined,
): CodeSource | string {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info === undefined) return `"${path}" does not exist.`;
  if (info.isFile() && form === "template") return { kind: "template", file: path };
  if (info.isFile()) return { kind: "file", file: path, isZip: form === "file" || /\.(zip|jar)$/.test(path) };
  if (form !== "zip") return `"${path}" is a folder, but a file is expected.`;
  if (lambda === undefined) return { kind: "folder", directory: path };

  const { resource, properties } = lambda;
  const runtime = textOf(properties["Runtime"]) ?? "";
  const skipsBuild = objectAt(resource, "Metadata")["SkipBuild"] === true;
  const handler = properties["Handler"];
  if (!runtime.startsWith("nodejs") || skipsBuild || typeof handler !== "string")
    return { kind: "folder", directory: path };
  const outputPath = handler.replace(/\.[^./]*$/, "");
  const entry = ENTRY_EXTENSIONS.map((extension) => join(path, outputPath + extension)).find((each) =>
    existsSync(each),
  );
  if (entry === undefined)
    return `Handler "${handler}" needs ${join(path, outputPath)}.ts (or .mts, .js, .mjs, .cjs), which does not exist.`;
  return { kind: "bundle", entry, directory: path, options: bundleOptions(resource, outputPath, runtime) };
}

function bundleOptions(resource: TemplateObject, outputPath: string, runtime: string): BundleOptions {
  const build = objectAt(resource, "Metadata", "BuildProperties");
  const external = build["External"];
  return {
    outputPath,
    format: build["Format"] === "esm" || build["Format"] === "cjs" ? build["Format"] : undefined,
    minify: build["Minify"] === true,
    target: `node${/\d+/.exec(runtime)?.[0] ?? "20"}`,
    external: Array.isArray(external) ? external.map(String) : [],
  };
}
