// What would become of a template here, before anything is deployed: each of its resources and properties is enforced, or kept without an
// effect, or not supported. Decided from the tables by which the engine itself refuses and deploys. Needs no yard and changes nothing.

import type { Scope } from "../../../service/context.ts";
import type { SourcePosition } from "../../../kernel/diagnostics.ts";
import type { ResourceType } from "../../../service/resource-type.ts";
import { isCustomType } from "../engine/custom-resource.ts";
import { TemplateError } from "../errors.ts";
import { loadResourceSchema } from "../schema/resource-schema.ts";
import { parseTemplate } from "../template/parse.ts";
import type { Positions } from "../template/parse.ts";
import type { Problem } from "../template/problem.ts";
import { readTemplate } from "../template/template.ts";
import type { LoadedTemplate, ResourceDeclaration, Template } from "../template/template.ts";
import { validateTemplate } from "../template/validate.ts";
import type { FindResourceType } from "../template/validate.ts";
import { isRecord } from "../template/values.ts";
import { isAskedFor, isWritten } from "../template/written.ts";
import { LANGUAGE_EXTENSIONS } from "../transforms/language-extensions.ts";
import { processUndeployed, requireReadable, unsupportedTransforms } from "../transforms/process.ts";
import type { ProcessedTemplate } from "../transforms/process.ts";
import { checkPolicies, type PolicyFinding } from "./policies.ts";

export type { PolicyFinding };

/** "enforced": it does what it does on AWS. "kept": stored and shown, without an effect. "unsupported": refused before anything is created. */
export type Support = "enforced" | "kept" | "unsupported";

/** One property of a resource, or a path below it ("SSESpecification.KMSMasterKeyId"). */
export interface PropertyCheck {
  readonly path: string;
  readonly support: Support;
  /** Of what is kept: what it does on AWS, such as "encrypts messages with keys of SQS". */
  readonly onAws?: string;
  readonly position?: SourcePosition;
}

export interface ResourceCheck {
  readonly logicalId: string;
  readonly typeName: string;
  /** That of its type or, if it is worse, of its properties. */
  readonly support: Support;
  readonly properties: readonly PropertyCheck[];
  readonly position?: SourcePosition;
}

export interface TemplateCheck {
  /** After the transforms: those which SAM makes, too. */
  readonly resources: readonly ResourceCheck[];
  /** What else this cloud does not have: sections, attributes, functions, transforms. */
  readonly unsupported: readonly Problem[];
  /** What is wrong with the template on AWS, too. */
  readonly problems: readonly Problem[];
  /** What AWS's policy checks say of the policies in it: errors and security warnings. */
  readonly policies: readonly PolicyFinding[];
  /** Transforms that only a deployment runs. The resources are then those that are written. */
  readonly unprocessed: readonly string[];
}

export interface CheckInput {
  readonly text: string;
  /** What messages call it. */
  readonly file: string;
  /** Puts locations in the place of local code, as packaging does, once the text is read. */
  readonly place?: (body: Readonly<Record<string, unknown>>) => void;
}

/** Checks one template. `scope` is where it would be deployed: conditions and names may depend on it. */
export async function checkTemplate(
  input: CheckInput,
  scope: Scope,
  findType: FindResourceType,
): Promise<TemplateCheck> {
  const loaded = load(input);
  const { template, positions, isProcessed, problems } = await look(loaded, scope, findType);
  const found = [...problems, ...unsupportedTransforms(loaded)];
  return {
    resources: [...template.resources.values()]
      // What SAM would have made of those that are left is not known.
      .filter(({ typeName }) => !typeName.startsWith("AWS::Serverless::"))
      .map((resource) => checkResource(resource, placeOf(resource, positions, loaded), positions, findType)),
    unsupported: found.filter(({ code }) => isUnsupported(code) && !IN_RESOURCES.has(code)),
    problems: found.filter(({ code }) => !isUnsupported(code)),
    policies: [...template.resources.values()].flatMap((resource) => checkPolicies(resource, positions)),
    unprocessed: isProcessed ? [] : loaded.template.transforms,
  };
}

function load({ text, file, place }: CheckInput): LoadedTemplate {
  const { value, positions, problems } = parseTemplate(text, file, { takesAliases: true });
  if (isRecord(value)) place?.(value);
  const { template, problems: faults } = readTemplate(value, positions);
  return { template, positions, problems: problems.length > 0 ? problems : faults };
}

interface Looked {
  readonly template: Template;
  readonly positions: Positions;
  readonly isProcessed: boolean;
  readonly problems: readonly Problem[];
}

async function look(loaded: LoadedTemplate, scope: Scope, findType: FindResourceType): Promise<Looked> {
  const { template: written, positions } = loaded;
  const seen: { found: (ProcessedTemplate & { readonly isProcessed: boolean }) | undefined; problems: Problem[] } = {
    found: undefined,
    problems: [],
  };
  try {
    seen.found = await processUndeployed(requireReadable(loaded), scope);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    seen.problems.push(...error.problems);
  }
  const { found, problems } = seen;
  // A template that cannot be read or transformed is looked at as it is written, but for what SAM would have made.
  if (found?.isProcessed !== true) return { template: written, positions, isProcessed: found === undefined, problems };
  const hasExtensions = written.transforms.includes(LANGUAGE_EXTENSIONS);
  const { processed } = found;
  const faults = validateTemplate(processed, found.positions, findType, { hasExtensions });
  return { template: processed, positions: found.positions, isProcessed: true, problems: [...problems, ...faults] };
}

/** Where it is written; of what SAM made, where that is from which it was made, whose id its own begins with. */
function placeOf({ logicalId, source }: ResourceDeclaration, positions: Positions, loaded: LoadedTemplate): Place {
  const found = positions.of(source, "Type");
  if (found !== undefined) return { position: found };
  const [origin] = [...loaded.template.resources.values()]
    .filter((each) => logicalId.startsWith(each.logicalId))
    .sort((one, other) => other.logicalId.length - one.logicalId.length);
  const position = origin && loaded.positions.of(origin.source, "Type");
  return position === undefined ? {} : { position };
}

type Place = Pick<ResourceCheck, "position">;

function checkResource(
  { logicalId, typeName, properties }: ResourceDeclaration,
  place: Place,
  positions: Positions,
  findType: FindResourceType,
): ResourceCheck {
  const type = findType(typeName);
  const checked = Object.keys(properties).flatMap((name): PropertyCheck[] => {
    const found = positions.of(properties, name);
    const here = found === undefined ? {} : { position: found };
    if (type === undefined || !honours(type, name)) return [{ path: name, support: "unsupported", ...here }];
    const below = [...keptIn(type, name, properties[name]), ...refusedIn(type, name, properties[name])];
    if (below.some(({ path }) => path === name)) return below.map((each) => ({ ...each, ...here }));
    return [{ path: name, support: "enforced", ...here }, ...below.map((each) => ({ ...each, ...here }))];
  });
  const worst = SUPPORT.findLast((support) => checked.some((property) => property.support === support)) ?? "enforced";
  return { logicalId, typeName, support: type === undefined ? "unsupported" : worst, properties: checked, ...place };
}

/** From the best to the worst. */
const SUPPORT: readonly Support[] = ["enforced", "kept", "unsupported"];

/** Members that the type does not have on AWS either are problems of the template. */
function honours(type: ResourceType, name: string): boolean {
  if (isCustomType(type.typeName)) return true;
  const schema = loadResourceSchema(type.typeName);
  return schema === undefined || !Object.hasOwn(schema.properties, name) || type.properties.includes(name);
}

/** The kept paths at and below a property that are written. */
function keptIn({ keptNotEnforced = {} }: ResourceType, name: string, value: unknown): PropertyCheck[] {
  return Object.entries(keptNotEnforced).flatMap(([path, onAws]): PropertyCheck[] =>
    isWritten({ [name]: value }, path.split(".")) ? [{ path, support: "kept", onAws }] : [],
  );
}

/** The paths below a property that are written and refused. */
function refusedIn({ notSupported = [] }: ResourceType, name: string, value: unknown): PropertyCheck[] {
  return notSupported
    .filter((path) => isAskedFor({ [name]: value }, path.split(".")))
    .map((path) => ({ path, support: "unsupported" }));
}

/** Codes of problems which AWS would not have. */
function isUnsupported(code: string): boolean {
  return code.startsWith("TEMPLATE_UNSUPPORTED_");
}

/** Those that a resource's own check tells. */
const IN_RESOURCES: ReadonlySet<string> = new Set(["TEMPLATE_UNSUPPORTED_TYPE", "TEMPLATE_UNSUPPORTED_PROPERTY"]);
