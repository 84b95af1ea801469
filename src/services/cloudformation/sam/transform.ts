// AWS::Serverless-2016-10-31: turns a SAM template into a CloudFormation template. Pure: values in, values out. Each SAM
// resource type has a file of its own; what they make and which names they give is AWS's (the SAM specification, "Generated
// CloudFormation resources"), held against the reference translator's outputs in test/corpus/sam.

import type { Positions } from "../template/parse.ts";
import { problem } from "../template/problem.ts";
import type { Problem } from "../template/problem.ts";
import { isRecord } from "../template/values.ts";
import { applicationType } from "./application.ts";
import { capacityProviderType } from "./capacity-provider.ts";
import { CONNECTOR_TYPE, embeddedConnectors, expandConnector } from "./connectors/connector.ts";
import { finishDeployments } from "./deployment-preference.ts";
import { Draft, SamError } from "./draft.ts";
import type { SamResource } from "./draft.ts";
import { failedApiEvents } from "./events/api-references.ts";
import { functionType } from "./function.ts";
import { propertiesOf, requireGlobals } from "./globals.ts";
import { graphQlApiType } from "./graphql/api.ts";
import { finishHttpApis, httpApiType } from "./http-api.ts";
import { layerVersionType } from "./layer-version.ts";
import { withDefaults } from "./parameter-values.ts";
import type { ParameterValues } from "./parameter-values.ts";
import { propagateTags } from "./propagated-tags.ts";
import { requireValid } from "./property-rules.ts";
import { rewriteReferences } from "./references.ts";
import { finishRestApis, restApiType } from "./rest-api.ts";
import { simpleTableType } from "./simple-table.ts";
import { stateMachineType } from "./state-machine.ts";
import { requireStructure } from "./structure.ts";
import { webSocketApiType } from "./web-socket-api.ts";

/** The transform's name in a template. */
export const SERVERLESS_TRANSFORM = "AWS::Serverless-2016-10-31";

/** The processed template, or what is wrong with it. */
export type SamResult = { readonly template: Record<string, unknown> } | { readonly problems: readonly Problem[] };

// Functions come first: their events add routes to APIs.
const IN_ORDER = [
  functionType,
  stateMachineType,
  restApiType,
  httpApiType,
  webSocketApiType,
  graphQlApiType,
  simpleTableType,
  layerVersionType,
  applicationType,
  capacityProviderType,
];
const TYPES = new Map(IN_ORDER.map((type) => [type.typeName, type]));
const ORDER = IN_ORDER.map((type) => type.typeName);

// AWS: of these, the translator sees the attribute Properties before all others.
const SEEN_FIRST = (typeName: string): boolean =>
  TYPES.has(typeName) && typeName !== "AWS::Serverless::GraphQLApi" && typeName !== CONNECTOR_TYPE;

interface Failure {
  readonly logicalId: string;
  /** As AWS reports it. */
  readonly message: string;
  readonly owner: object;
  readonly member: string | undefined;
}

/**
 * Applies the transform. `positions` give problems their place; `values` are of parameters, over their defaults, and of pseudo parameters;
 * `nowSeconds` names what is to be deployed always.
 */
export function transformServerless(
  body: Readonly<Record<string, unknown>>,
  positions: Positions,
  values: ParameterValues = {},
  nowSeconds = 0,
): SamResult {
  const failures: Failure[] = [];
  const draft = new Draft(body, withDefaults(body["Parameters"], values), nowSeconds);
  const resources = isRecord(body["Resources"]) ? body["Resources"] : {};
  const attempt = (logicalId: string, source: object, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof SamError)) throw error;
      failures.push(failureOf(error, logicalId, source));
    }
  };
  const refused = (): SamResult => ({
    problems: distinct(failures).map((failure, _index, all) => describe(failure, all.length, positions)),
  });

  // AWS: each of these ends the transform, if there is something to say.
  const gates = [
    () => attempt("", body, () => requireStructure(body, SEEN_FIRST)),
    () =>
      failures.push(
        ...failedApiEvents(body, "Api").map(({ error, ...of }) => failureOf(error, of.logicalId, of.source)),
      ),
    () =>
      failures.push(
        ...failedApiEvents(body, "HttpApi").map(({ error, ...of }) => failureOf(error, of.logicalId, of.source)),
      ),
    () => attempt("", body, () => requireGlobals(body)),
  ];
  for (const gate of gates) {
    gate();
    if (failures.length > 0) return refused();
  }

  const connectors: SamResource[] = [];
  const serverless: { logicalId: string; source: Record<string, unknown>; typeName: string }[] = [];
  for (const [logicalId, source] of Object.entries(resources)) {
    const typeName = isRecord(source) ? source["Type"] : undefined;
    if (isRecord(source)) attempt(logicalId, source, () => connectors.push(...embeddedConnectors(logicalId, source)));
    if (isRecord(source) && typeName === CONNECTOR_TYPE)
      attempt(logicalId, source, () => {
        connectors.push({ logicalId, source, properties: propertiesOf(draft, CONNECTOR_TYPE, source) });
      });
    else if (isRecord(source) && typeof typeName === "string" && typeName.startsWith("AWS::Serverless::")) {
      serverless.push({ logicalId, source, typeName });
    } else draft.resources.set(logicalId, isRecord(source) ? withoutConnectors(source) : source);
  }
  const known = serverless.filter(({ logicalId, source, typeName }) => {
    attempt(logicalId, source, () => {
      if (!TYPES.has(typeName))
        throw new SamError(`The type ${typeName} is not supported by this cloud yet`, source, "Type");
    });
    return TYPES.has(typeName);
  });
  known.sort((left, right) => ORDER.indexOf(left.typeName) - ORDER.indexOf(right.typeName));
  for (const { logicalId, source, typeName } of known) {
    attempt(logicalId, source, () => {
      const type = TYPES.get(typeName);
      if (type === undefined) return;
      const properties = propertiesOf(draft, typeName, source);
      const owner = isRecord(source["Properties"]) ? source["Properties"] : source;
      requireValid(properties, type.properties, { typeName, owner });
      const made = draft.madeBy(() => type.expand({ logicalId, source, properties }, draft));
      propagateTags(draft, made, type.tagsOf?.(properties));
    });
  }
  if (failures.length === 0) {
    finishRestApis(draft, attempt);
    finishDeployments(draft);
    finishHttpApis(draft, attempt);
  }

  // Connectors connect what the other types have become.
  if (failures.length === 0)
    for (const connector of connectors)
      attempt(connector.logicalId, connector.source, () => expandConnector(connector, draft));

  if (failures.length > 0) return refused();
  const { Transform: transform, Globals: _globals, Resources: _resources, Conditions: conditions, ...kept } = body;
  // Whoever runs several transforms takes the section away before.
  const remaining = (Array.isArray(transform) ? transform : [transform]).filter(
    (name) => name !== undefined && name !== SERVERLESS_TRANSFORM,
  );
  const allConditions = { ...(isRecord(conditions) ? conditions : {}), ...Object.fromEntries(draft.conditions) };
  const template = {
    ...kept,
    ...(remaining.length > 0 ? { Transform: remaining } : {}),
    ...(Object.keys(allConditions).length > 0 ? { Conditions: allConditions } : {}),
    Resources: Object.fromEntries(draft.resources),
  };
  return { template: rewriteReferences(template, draft.names) };
}

function withoutConnectors(source: Record<string, unknown>): Record<string, unknown> {
  if (source["Connectors"] === undefined) return source;
  const { Connectors: _connectors, ...kept } = source;
  return kept;
}

function failureOf(error: SamError, logicalId: string, source: object): Failure {
  const { logicalId: named, message, member, owner = source } = error;
  const id = named ?? logicalId;
  return {
    logicalId: id,
    message: named === null ? message : `Resource with id [${id}] is invalid. ${message}`,
    owner,
    member,
  };
}

/** AWS: what is found twice is said once. */
function distinct(failures: readonly Failure[]): readonly Failure[] {
  return [...new Map(failures.map((failure) => [failure.message, failure])).values()];
}

/** AWS: every error is reported with the number of all of them. */
function describe(failure: Failure, count: number, positions: Positions): Problem {
  const { logicalId, message, owner, member } = failure;
  return problem({
    code: "TEMPLATE_TRANSFORM",
    summary: "The serverless application is not valid.",
    detail: message,
    awsMessage: `Transform ${SERVERLESS_TRANSFORM} failed with: Invalid Serverless Application Specification document. Number of errors found: ${count}. ${message}`,
    position: positions.of(owner, member),
    ...(logicalId === "" ? {} : { logicalId }),
  });
}
