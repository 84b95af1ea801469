// From a request to a deployment: template read, transformed and checked, parameters chosen, capabilities acknowledged.
// Nothing is stored and nothing is created here.

import type { Parameter, RollbackConfiguration, Tag } from "@aws-sdk/client-cloudformation";
import { AwsError } from "../../../kernel/errors.ts";
import type { Context } from "../../../service/context.ts";
import type { DeploymentConfig } from "../deployment-config.ts";
import { insufficientCapabilities, TemplateError, validationError } from "../errors.ts";
import type { DeploymentRecord, RollbackRecord } from "../records.ts";
import { checkRules } from "../template/rules.ts";
import { requireTopics } from "./notify.ts";
import { resolveRuleFunctions } from "./rule-functions.ts";
import { createStackScope } from "./scope.ts";
import { missingValue } from "./existing-values.ts";
import { chooseParameters, isSsmType } from "../template/parameters.ts";
import type { ParameterTexts } from "../template/parameters.ts";
import type { Problem } from "../template/problem.ts";
import type { Template } from "../template/template.ts";
import { validateConditions } from "../template/validate-conditions.ts";
import { validateTemplate } from "../template/validate.ts";
import type { FindResourceType } from "../template/validate.ts";
import { memberOf, setMember } from "../template/values.ts";
import { LANGUAGE_EXTENSIONS } from "../transforms/language-extensions.ts";
import { processTemplate, readWritten } from "../transforms/process.ts";
import type { ProcessedTemplate } from "../transforms/process.ts";
import type { TemplateText } from "./template-source.ts";

/** Throws all that is wrong with a processed template. */
export function requireValid(processed: ProcessedTemplate, findType: FindResourceType): void {
  requireNone(problemsOf(processed, findType));
}

/** What a resource type's schema says against properties: AWS's "property syntax validation", which a request may do without. */
const PROPERTY_PROBLEMS: ReadonlySet<string> = new Set([
  "TEMPLATE_MISSING_PROPERTY",
  "TEMPLATE_PROPERTY_TYPE",
  "TEMPLATE_UNKNOWN_PROPERTY",
]);

/**
 * Throws what is wrong with a template beside its properties' syntax, and gives what is wrong with that, by logical id. AWS: "Validate stack
 * deployments": without the validation such a resource fails when its turn comes, as its handler refuses it.
 */
function requireDeployable(
  processed: ProcessedTemplate,
  findType: FindResourceType,
): Pick<DeploymentRecord, "invalid"> {
  const problems = problemsOf(processed, findType);
  requireNone(problems.filter(({ code }) => !PROPERTY_PROBLEMS.has(code)));
  const invalid: Record<string, string> = {};
  for (const { logicalId = "", awsMessage } of problems) {
    const known = memberOf(invalid, logicalId);
    const further = awsMessage.slice(awsMessage.indexOf("message: ") + "message: ".length);
    setMember(invalid, logicalId, known === undefined ? awsMessage : `${known}\n${further}`);
  }
  return problems.length === 0 ? {} : { invalid };
}

function problemsOf({ original, processed, positions }: ProcessedTemplate, findType: FindResourceType): Problem[] {
  const hasExtensions = original.transforms.includes(LANGUAGE_EXTENSIONS);
  return validateTemplate(processed, positions, findType, { hasExtensions });
}

function requireNone(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new TemplateError(problems);
}

/** What a template with transforms needs where no change set shows their result first. */
const AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND";

/** What a request says about a deployment beside its template. */
export interface DeploymentRequest {
  readonly Parameters?: Parameter[] | undefined;
  readonly Capabilities?: string[] | undefined;
  readonly Tags?: Tag[] | undefined;
  readonly NotificationARNs?: string[] | undefined;
  readonly ResourceTypes?: string[] | undefined;
  readonly DeploymentConfig?: DeploymentConfig | undefined;
  readonly RollbackConfiguration?: RollbackConfiguration | undefined;
  readonly DisableValidation?: boolean | undefined;
}

/**
 * Makes a deployment; `previous` is the stack's deployment for UsePreviousValue and for tags that are not given. A template with transforms
 * that cannot be deployed is a deployment that fails; without them it is an error.
 */
export async function prepareDeployment(options: {
  readonly context: Context;
  readonly findType: FindResourceType;
  readonly source: TemplateText;
  readonly request: DeploymentRequest;
  readonly previous: DeploymentRecord | undefined;
  /** True where no change set shows the result of the transforms before it is deployed. */
  readonly isDirect: boolean;
}): Promise<DeploymentRecord> {
  const { context, findType, source, request, previous, isDirect } = options;
  const written = readWritten(source);
  const { original, hasTransforms } = written;
  const given = (request.Parameters ?? []).map((parameter) => ({
    name: parameter.ParameterKey ?? "",
    value: parameter.ParameterValue,
    usePreviousValue: parameter.UsePreviousValue === true,
  }));
  const { texts, problems } = chooseParameters(original, given, previous?.parameters ?? {});
  const capabilities = request.Capabilities ?? [];
  const needsExpansion = isDirect && hasTransforms;
  // Transforms see the values, and macros are functions that run: what speaks against them comes first.
  if (hasTransforms && problems.length > 0) throw validationError(problems.join("\n"));
  if (needsExpansion && !capabilities.includes(AUTO_EXPAND)) throw insufficientCapabilities([AUTO_EXPAND]);
  const early = hasTransforms ? await resolveSsmParameters(original, texts, context) : undefined;
  const base: Omit<DeploymentRecord, "failure" | "resolved" | "template"> = {
    v: 1,
    id: context.random.uuid(),
    templateText: source.text,
    ...(hasTransforms ? { isTransformed: true } : {}),
    parameters: texts,
    tags: request.Tags === undefined ? (previous?.tags ?? {}) : readTags(request.Tags),
    notificationArns:
      request.NotificationARNs === undefined
        ? (previous?.notificationArns ?? [])
        : requireTopics(request.NotificationARNs),
    capabilities,
    ...(request.DeploymentConfig === undefined ? {} : { deploymentConfig: request.DeploymentConfig }),
    ...rollbackOf(request.RollbackConfiguration, previous?.rollback),
  };
  try {
    const processed = await processTemplate(written, { parameters: texts, resolved: early ?? {} }, context);
    const deferred = request.DisableValidation === true ? requireDeployable(processed, findType) : {};
    if (request.DisableValidation !== true) requireValid(processed, findType);
    const { processed: template } = processed;
    requireTypes(template, request.ResourceTypes);
    if (problems.length > 0) throw validationError(problems.join("\n"));

    const missing = missingCapabilities(template, capabilities);
    if (missing.length > 0) throw insufficientCapabilities(missing);

    const resolved = early ?? (await resolveSsmParameters(template, texts, context));
    const values = { parameters: texts, resolved };
    const rules = await resolveRuleFunctions(template.body["Rules"], template, values, context.aws);
    requireValidValues(processed, rules, values, context);
    // AWS: events of public issues show it as what fails the stack, not the request.
    const failure = await missingValue(template, texts, resolved, context.aws);
    return { ...base, ...deferred, template: template.body, resolved, ...(failure === undefined ? {} : { failure }) };
  } catch (error) {
    // AWS: transforms run in the background. What they say, and all that only their result shows, fails the change set ("Status: FAILED. Reason:
    // Requires capabilities : [CAPABILITY_IAM]") or rolls the stack back ("Transform ... failed with: ... Rollback requested by user."), as observed.
    if (!hasTransforms || !(error instanceof AwsError) || error.status >= 500) throw error;
    return { ...base, template: original.body, resolved: early ?? {}, failure: error.message };
  }
}

// AWS: "RollbackTrigger", Type.
const TRIGGER_TYPES: ReadonlySet<string> = new Set(["AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm"]);

/** AWS: "RollbackConfiguration": what is not given stays as it was; an empty list takes all triggers away. */
function rollbackOf(
  given: RollbackConfiguration | undefined,
  previous: RollbackRecord | undefined,
): Pick<DeploymentRecord, "rollback"> {
  const triggers =
    given?.RollbackTriggers?.map(({ Arn: arn = "", Type: typeName = "" }) => {
      // AWS: the wordings of these two are inferred.
      if (!TRIGGER_TYPES.has(typeName)) throw validationError(`Rollback trigger type ${typeName} is not supported.`);
      if (!/^arn:aws[a-z-]*:cloudwatch:[^:]+:\d{12}:alarm:.+$/.test(arn)) {
        throw validationError(`Rollback trigger ${arn} is not the ARN of a CloudWatch alarm.`);
      }
      return { arn, typeName };
    }) ??
    previous?.triggers ??
    [];
  const monitoringMinutes = given?.MonitoringTimeInMinutes ?? previous?.monitoringMinutes ?? 0;
  return triggers.length === 0 && monitoringMinutes === 0 ? {} : { rollback: { triggers, monitoringMinutes } };
}

/**
 * Throws for resources of other types than the request allows. AWS: API Reference, "CreateStack", ResourceTypes: "AWS::*", "Custom::*",
 * "AWS::EC2::*", "AWS::EC2::Instance"; the wording is inferred.
 */
function requireTypes(template: Template, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || allowed.length === 0) return;
  const isAllowed = (typeName: string): boolean =>
    allowed.some((each) => (each.endsWith("::*") ? typeName.startsWith(each.slice(0, -1)) : each === typeName));
  for (const { typeName } of template.resources.values()) {
    if (!isAllowed(typeName))
      throw validationError(
        `Resource type ${typeName} is not allowed by parameter ResourceTypes [${allowed.join(", ")}]`,
      );
  }
}

/**
 * Throws what only the values show: rules that are broken, and what conditions leave out. Both see parameters and pseudo parameters
 * only, so they can be checked before there is a stack.
 */
function requireValidValues(
  { processed: template, positions }: ProcessedTemplate,
  rules: unknown,
  deployment: Pick<DeploymentRecord, "parameters" | "resolved">,
  context: Context,
): void {
  const scope = createStackScope({
    template,
    deployment,
    stack: { stackId: "", stackName: "" },
    scope: context,
    resource: () => undefined,
    exported: () => undefined,
  });
  const broken = checkRules(rules, scope);
  if (broken.length > 0) throw validationError(broken.join("\n"));
  const problems = validateConditions(template, positions, scope.conditions);
  if (problems.length > 0) throw new TemplateError(problems);
}

/** Tags by their keys; AWS's own prefix is refused. */
export function readTags(tags: readonly Tag[]): Record<string, string> {
  const result: Record<string, string> = {};
  for (const { Key = "", Value = "" } of tags) {
    // AWS: "aws:" is reserved for AWS's own tags.
    if (Key.toLowerCase().startsWith("aws:"))
      throw validationError(`aws: prefixed tag key names are not allowed for external use.`);
    setMember(result, Key, Value);
  }
  return result;
}

async function resolveSsmParameters(
  template: Template,
  texts: ParameterTexts,
  context: Context,
): Promise<ParameterTexts> {
  const wanted = [...template.parameters.values()].filter(({ type }) => isSsmType(type));
  const names = [...new Set(wanted.map(({ name }) => texts[name] ?? ""))];
  const values = new Map<string, string>();
  // LIMIT: GetParameters takes ten names.
  for (let start = 0; start < names.length; start += 10) {
    const { Parameters = [], InvalidParameters = [] } = await context.aws.ssm.getParameters({
      Names: names.slice(start, start + 10),
    });
    if (InvalidParameters.length > 0) {
      throw validationError(
        `Unable to fetch parameters [${InvalidParameters.join(",")}] from parameter store for this account.`,
      );
    }
    for (const { Name, Value, Selector } of Parameters) values.set(`${Name ?? ""}${Selector ?? ""}`, Value ?? "");
  }
  return Object.fromEntries(wanted.map(({ name }) => [name, values.get(texts[name] ?? "") ?? ""]));
}

// AWS: the resource types that need CAPABILITY_IAM, with the property that makes it CAPABILITY_NAMED_IAM
// (API Reference, "CreateStack", Capabilities).
const IAM_TYPES: ReadonlyMap<string, string | undefined> = new Map([
  ["AWS::IAM::AccessKey", undefined],
  ["AWS::IAM::Group", "GroupName"],
  ["AWS::IAM::InstanceProfile", "InstanceProfileName"],
  ["AWS::IAM::ManagedPolicy", "ManagedPolicyName"],
  ["AWS::IAM::Policy", undefined],
  ["AWS::IAM::Role", "RoleName"],
  ["AWS::IAM::User", "UserName"],
  ["AWS::IAM::UserToGroupAddition", undefined],
]);

/** What a template needs to be acknowledged, and which resource types need it. */
export function requiredCapabilities(template: Template): {
  readonly capability: "CAPABILITY_IAM" | "CAPABILITY_NAMED_IAM" | undefined;
  readonly typeNames: readonly string[];
} {
  const resources = [...template.resources.values()].filter(({ typeName }) => IAM_TYPES.has(typeName));
  const isNamed = resources.some(({ typeName, properties }) => {
    const nameProperty = IAM_TYPES.get(typeName);
    return nameProperty !== undefined && properties[nameProperty] !== undefined;
  });
  return {
    capability: resources.length === 0 ? undefined : isNamed ? "CAPABILITY_NAMED_IAM" : "CAPABILITY_IAM",
    typeNames: [...new Set(resources.map(({ typeName }) => typeName))].sort(),
  };
}

/** The acknowledgements that a template needs and were not given. */
export function missingCapabilities(template: Template, given: readonly string[]): string[] {
  const { capability } = requiredCapabilities(template);
  const isGiven =
    given.includes("CAPABILITY_NAMED_IAM") || (capability === "CAPABILITY_IAM" && given.includes(capability));
  return capability === undefined || isGiven ? [] : [capability];
}
