// From a template as it was written to the template that is deployed: its transforms, in CloudFormation's order. AWS: User Guide,
// "Perform custom processing on CloudFormation templates with template macros": from the most nested Fn::Transform outwards, and then
// the names of the section Transform in their order; AWS's own transforms are treated as any other macro.

import { AwsError, invariant } from "../../../kernel/errors.ts";
import type { Context, Scope } from "../../../service/context.ts";
import { createStackScope } from "../engine/scope.ts";
import type { TemplateText } from "../engine/template-source.ts";
import { TemplateError } from "../errors.ts";
import { SERVERLESS_TRANSFORM, transformServerless } from "../sam/transform.ts";
import { evaluate } from "../template/evaluate.ts";
import type { EvaluationScope } from "../template/evaluate.ts";
import { chooseParameters, parameterValue } from "../template/parameters.ts";
import type { ParameterTexts } from "../template/parameters.ts";
import type { Positions } from "../template/parse.ts";
import { problem } from "../template/problem.ts";
import type { Problem } from "../template/problem.ts";
import { loadTemplate, readTemplate } from "../template/template.ts";
import type { LoadedTemplate, Template } from "../template/template.ts";
import { isRecord, setMember } from "../template/values.ts";
import { TransformFailure } from "./failure.ts";
import { include, INCLUDE } from "./include.ts";
import { extendLanguage, LANGUAGE_EXTENSIONS } from "./language-extensions.ts";
import { runMacro } from "./macro.ts";
import { CopiedPlaces } from "./places.ts";

/** A template as it was written. */
export interface WrittenTemplate {
  readonly original: Template;
  readonly positions: Positions;
  /** True where there is something to process. */
  readonly hasTransforms: boolean;
}

export interface ProcessedTemplate {
  /** As written; its parameters and its declared transforms are these. */
  readonly original: Template;
  /** After the transforms. */
  readonly processed: Template;
  readonly positions: Positions;
}

/** The values that transforms may see: those of the template's parameters. */
export interface ParameterValues {
  readonly parameters: ParameterTexts;
  /** Of SSM parameters: what the store has. */
  readonly resolved: ParameterTexts;
}

/** Reads a template; throws where its text is not well formed, and where there are no transforms that could mend its form. */
export function readWritten(source: TemplateText): WrittenTemplate {
  return requireReadable(loadTemplate(source.text, source.file));
}

/** The same of what was read. */
export function requireReadable({ template: original, positions, problems }: LoadedTemplate): WrittenTemplate {
  const hasTransforms = original.transforms.length > 0 || usesFragments(original.body);
  const isBroken = problems.some(({ code }) => code === "TEMPLATE_SYNTAX");
  if (problems.length > 0 && (isBroken || !hasTransforms)) throw new TemplateError(problems);
  return { original, positions, hasTransforms };
}

/**
 * A template that is only looked at. Looking runs no function, reads no object and knows no values: what needs one of them stays as it is
 * written, and `isProcessed` is false.
 */
export async function processUndeployed(
  written: WrittenTemplate,
  scope: Scope,
): Promise<ProcessedTemplate & { readonly isProcessed: boolean }> {
  const { original, positions } = written;
  const { texts } = chooseParameters(original, [], {});
  const hasValues = Object.keys(texts).length === original.parameters.size;
  const isProcessed =
    !usesFragments(original.body) &&
    original.transforms.every((name) => name === SERVERLESS_TRANSFORM || (name === LANGUAGE_EXTENSIONS && hasValues));
  if (!isProcessed) return { original, processed: original, positions, isProcessed };
  return { ...(await applyTransforms(written, { parameters: texts, resolved: {} }, { scope })), isProcessed };
}

/** Applies a template's transforms; throws all problems at once. */
export function processTemplate(
  written: WrittenTemplate,
  values: ParameterValues,
  context: Context,
): Promise<ProcessedTemplate> {
  return applyTransforms(written, values, { scope: context, caller: context });
}

/** Where a template is processed. Macros and pieces are reached as the caller, whom a template that is only looked at does not have. */
interface Surroundings {
  readonly scope: Scope;
  readonly caller?: Context;
}

async function applyTransforms(
  { original, positions, hasTransforms }: WrittenTemplate,
  values: ParameterValues,
  surroundings: Surroundings,
): Promise<ProcessedTemplate> {
  if (!hasTransforms) return { original, processed: original, positions };
  const places = new CopiedPlaces(positions);
  try {
    const body = await new Processing(original, values, places, surroundings).process();
    const { template: processed, problems } = readTemplate(body, places);
    if (problems.length > 0) throw new TemplateError(problems);
    return { original, processed, positions: places };
  } catch (error) {
    throw error instanceof TransformFailure ? new TemplateError([error.toProblem(places)]) : error;
  }
}

type Body = Readonly<Record<string, unknown>>;

class Processing {
  readonly #original: Template;
  readonly #values: ParameterValues;
  readonly #places: CopiedPlaces;
  readonly #surroundings: Surroundings;

  constructor(original: Template, values: ParameterValues, places: CopiedPlaces, surroundings: Surroundings) {
    this.#original = original;
    this.#values = values;
    this.#places = places;
    this.#surroundings = surroundings;
  }

  async process(): Promise<unknown> {
    const { Transform: section, ...written } = this.#original.body;
    let body = await this.#expandFragments(this.#places.copied(written, this.#original.body));
    for (const { name, parameters } of callsOf(section)) body = await this.#apply(name, parameters, body);
    return body;
  }

  /** What stands where Fn::Transform stood, from the inside outwards. */
  async #expandFragments(value: unknown): Promise<unknown> {
    if (!usesFragments(value)) return value;
    if (Array.isArray(value)) {
      const items: unknown[] = [];
      for (const item of value) items.push(await this.#expandFragments(item));
      return this.#places.copied(items, value);
    }
    if (!isRecord(value)) return value;
    const fragment: Record<string, unknown> = {};
    for (const [name, child] of Object.entries(value))
      if (name !== FRAGMENT) setMember(fragment, name, await this.#expandFragments(child));
    const result = this.#places.copied(fragment, value);
    const [call] = callsOf(value[FRAGMENT]);
    return call === undefined ? result : this.#apply(call.name, call.parameters, result);
  }

  async #apply(name: string, parameters: Body, fragment: unknown): Promise<unknown> {
    if (name === LANGUAGE_EXTENSIONS)
      return this.#whole(name, fragment, (body) => extendLanguage(body, this.#scopeOf, this.#places));
    if (name === SERVERLESS_TRANSFORM) return this.#whole(name, fragment, (body) => this.#serverless(body));
    const evaluated = evaluate(parameters, this.#scopeOf(this.#original.body, { hasConditions: false }));
    const given = isRecord(evaluated) ? evaluated : {};
    const { caller } = this.#surroundings;
    invariant(caller !== undefined, `A template that is only looked at is not processed by "${name}".`);
    if (name === INCLUDE) return include(isRecord(fragment) ? fragment : {}, given, caller);
    if (name.startsWith("AWS::")) throw new TemplateError([unsupportedTransform(name, this.#original, this.#places)]);
    const templateParameters = Object.fromEntries(
      [...this.#original.parameters.values()].map(({ name: key, type }) => [
        key,
        parameterValue(type, this.#textOf(key)),
      ]),
    );
    return runMacro({ name, fragment, parameters: given, templateParameters }, caller);
  }

  /** For transforms of whole templates only. */
  #whole(name: string, fragment: unknown, transform: (body: Body) => unknown): unknown {
    if (isRecord(fragment)) return transform(fragment);
    throw new TransformFailure(name, "The transform takes a whole template.");
  }

  #serverless(body: Body): unknown {
    const { problems } = readTemplate(body, this.#places);
    // SAM's own section is not CloudFormation's.
    const remaining = problems.filter(({ path }) => path !== "Globals");
    if (remaining.length > 0) throw new TemplateError(remaining);
    // A template that is only looked at is not deployed: its time does not matter.
    const nowMs = this.#surroundings.caller?.clock.nowMs() ?? 0;
    const result = transformServerless(body, this.#places, this.#knownValues(), Math.floor(nowMs / 1000));
    if ("problems" in result) throw new TemplateError(result.problems);
    return result.template;
  }

  /** What names mean before there is a stack: parameters, mappings, and most pseudo parameters. */
  readonly #scopeOf = (body: Body, { hasConditions }: { readonly hasConditions: boolean }): EvaluationScope => {
    const { template } = readTemplate(body, this.#places);
    return createStackScope({
      template: { ...template, ...(hasConditions ? {} : { conditions: new Map() }) },
      deployment: this.#values,
      stack: { stackId: "", stackName: "" },
      scope: this.#surroundings.scope,
      resource: () => undefined,
      exported: (name) => {
        throw new AwsError({ code: "ValidationError", message: `No export named ${name} found.` });
      },
    });
  };

  /** What SAM is told of parameters that have a value already; it knows the defaults of others itself. */
  #knownValues(): Body {
    const { parameters, resolved } = this.#values;
    const given = [...this.#original.parameters.values()].flatMap(({ name, type }): [string, unknown][] => {
      const text = resolved[name] ?? parameters[name];
      return text === undefined ? [] : [[name, type === "Number" ? Number(text) : text]];
    });
    return {
      ...Object.fromEntries(given),
      "AWS::Partition": "aws",
      "AWS::Region": this.#surroundings.scope.region,
    };
  }

  #textOf(name: string): string {
    return this.#values.resolved[name] ?? this.#values.parameters[name] ?? "";
  }
}

const FRAGMENT = "Fn::Transform";

/** A problem for each transform of AWS's that a template declares and this cloud does not have. */
export function unsupportedTransforms({ template, positions }: LoadedTemplate): Problem[] {
  return template.transforms
    .filter((name) => name.startsWith("AWS::") && !TRANSFORMS.has(name))
    .map((name) => unsupportedTransform(name, template, positions));
}

const TRANSFORMS: ReadonlySet<string> = new Set([INCLUDE, LANGUAGE_EXTENSIONS, SERVERLESS_TRANSFORM]);

function unsupportedTransform(name: string, template: Template, positions: Positions): Problem {
  return problem({
    code: "TEMPLATE_UNSUPPORTED_TRANSFORM",
    summary: "The template asks for a transform that is not there.",
    detail: `The transform "${name}" is not supported by this cloud yet. Process the template before it is deployed.`,
    awsMessage: `No transform named ${name} found.`,
    position: positions.of(template.body, "Transform"),
  });
}

/** True where Fn::Transform stands anywhere within. */
function usesFragments(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => usesFragments(item));
  return isRecord(value) && Object.entries(value).some(([name, child]) => name === FRAGMENT || usesFragments(child));
}

/** A section Transform, or the argument of Fn::Transform: a name, an object with parameters, or a list of either. */
function callsOf(value: unknown): { readonly name: string; readonly parameters: Body }[] {
  const list: unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
  return list.map((item) =>
    isRecord(item)
      ? { name: String(item["Name"]), parameters: isRecord(item["Parameters"]) ? item["Parameters"] : {} }
      : { name: String(item), parameters: {} },
  );
}
