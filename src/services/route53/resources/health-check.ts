// AWS::Route53::HealthCheck.

import type { HealthCheckConfig } from "@aws-sdk/client-route-53";
import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";

/** What the API has and templates have not. */
const NO_PROPERTIES: readonly string[] = ["Disabled"];

/** A health check. Ref is its id. */
export const healthCheckType: ResourceType = {
  typeName: "AWS::Route53::HealthCheck",
  properties: ["HealthCheckConfig", "HealthCheckTags"],
  keptNotEnforced: {
    "HealthCheckConfig.MeasureLatency": "measures how long answers take to arrive",
    "HealthCheckConfig.Regions": "decides from where it is checked",
  },
  notSupported: ["HealthCheckConfig.RoutingControlArn"],

  async create(properties, context) {
    const { HealthCheck: check } = await context.aws.route53.createHealthCheck({
      CallerReference: context.clientToken.slice(0, 64),
      HealthCheckConfig: configOf(properties),
    });
    context.identify(check.Id);
    await retag(context, check.Id, { ...context.tags, ...readTags(properties) }, {});
    return { physicalId: check.Id, attributes: { HealthCheckId: check.Id } };
  },

  async read(physicalId, { aws }, known) {
    const answer = await ifThere(() => aws.route53.getHealthCheck({ HealthCheckId: physicalId }));
    if (answer === undefined) return undefined;
    const { ResourceTagSet: found } = await aws.route53.listTagsForResource({
      ResourceType: "healthcheck",
      ResourceId: physicalId,
    });
    const HealthCheckTags = (found.Tags ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:"));
    const written = known?.["HealthCheckConfig"];
    // What AWS fills in is no difference from a template that says nothing of it.
    const wanted = typeof written === "object" && written !== null ? Object.keys(written) : undefined;
    const config = Object.entries(answer.HealthCheck.HealthCheckConfig).filter(([member]) =>
      wanted === undefined ? !NO_PROPERTIES.includes(member) : wanted.includes(member),
    );
    return {
      HealthCheckConfig: Object.fromEntries(config),
      ...(HealthCheckTags.length > 0 && { HealthCheckTags }),
    };
  },

  async list({ aws }) {
    const checks = await everyPage(async (Marker: string | undefined) => {
      const page = await aws.route53.listHealthChecks({ Marker });
      return { items: page.HealthChecks, next: page.NextMarker };
    });
    return checks.map(({ Id }) => ({ HealthCheckId: Id }));
  },

  async update(physicalId, properties, previous, context) {
    const { Type: _type, RequestInterval: _interval, MeasureLatency: _latency, ...config } = configOf(properties);
    const RESETTABLE = ["FullyQualifiedDomainName", "Regions", "ResourcePath", "ChildHealthChecks"] as const;
    const before = configOf(previous);
    const ResetElements = RESETTABLE.filter((name) => before[name] !== undefined && config[name] === undefined);
    await context.aws.route53.updateHealthCheck({
      HealthCheckId: physicalId,
      ...config,
      ...(ResetElements.length > 0 && { ResetElements }),
    });
    await retag(context, physicalId, { ...context.tags, ...readTags(properties) }, readTags(previous));
    return { physicalId, attributes: { HealthCheckId: physicalId } };
  },

  async delete(physicalId, _properties, { aws }) {
    await ifThere(() => aws.route53.deleteHealthCheck({ HealthCheckId: physicalId }));
  },
};

/** The template's schema has the API's members. */
function configOf(properties: Properties): HealthCheckConfig {
  return properties["HealthCheckConfig"] as HealthCheckConfig;
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["HealthCheckTags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}

async function retag(
  { aws }: ResourceContext,
  ResourceId: string,
  tags: Readonly<Record<string, string>>,
  previous: Readonly<Record<string, string>>,
): Promise<void> {
  const RemoveTagKeys = Object.keys(previous).filter((key) => !(key in tags));
  if (RemoveTagKeys.length > 0)
    await aws.route53.changeTagsForResource({ ResourceType: "healthcheck", ResourceId, RemoveTagKeys });
  const AddTags = tagList(tags);
  // LIMIT: AWS takes ten in a request.
  for (let index = 0; index < AddTags.length; index += 10) {
    const added = AddTags.slice(index, index + 10);
    await aws.route53.changeTagsForResource({ ResourceType: "healthcheck", ResourceId, AddTags: added });
  }
}

async function ifThere<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof AwsError && error.code === "NoSuchHealthCheck") return undefined;
    throw error;
  }
}
