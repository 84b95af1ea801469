// The types of policies, access controls, key groups and public keys: one configuration under an id, which Ref gives.

import { AwsError } from "../../../kernel/errors.ts";
import type { AwsApis } from "../../../service/apis.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceType } from "../../../service/resource-type.ts";
import { ifThere } from "./properties.ts";
import { configShape, toApi, toTemplate } from "./template-form.ts";

/** A thing as Get and Create give it. */
interface Found {
  readonly id: string;
  readonly etag: string;
  readonly config: object;
  /** When it was made or changed, for the types that have it as an attribute. */
  readonly timeMs: number;
}

interface ThingType {
  readonly typeName: string;
  /** Both the property and the API's member: "CachePolicyConfig". */
  readonly configName: string;
  /** The operation that makes one. */
  readonly createOperation: string;
  /** The time's attribute: "LastModifiedTime". */
  readonly timeAttribute?: string;
  create(aws: AwsApis, config: never): Promise<Found>;
  get(aws: AwsApis, id: string): Promise<Found>;
  update(aws: AwsApis, id: string, config: never, etag: string): Promise<Found>;
  delete(aws: AwsApis, id: string, etag: string): Promise<unknown>;
  list(
    aws: AwsApis,
    marker: string | undefined,
  ): Promise<{ readonly items: readonly string[]; readonly next: string | undefined }>;
}

/** The resource type of a thing. */
export function thingType(type: ThingType): ResourceType {
  const { typeName, configName, timeAttribute } = type;
  const shape = (): ReturnType<typeof configShape> => configShape(type.createOperation, configName);
  const configOf = (properties: Properties): never => toApi(shape(), properties[configName]) as never;
  const attributes = ({ id, timeMs }: Found): Properties => ({
    Id: id,
    ...(timeAttribute !== undefined && { [timeAttribute]: new Date(timeMs).toISOString() }),
  });
  const state = (found: Found): { physicalId: string; attributes: Properties } => ({
    physicalId: found.id,
    attributes: attributes(found),
  });
  const list = (aws: AwsApis): Promise<string[]> =>
    everyPage(async (marker: string | undefined) => type.list(aws, marker));

  /** The very same under the same name is what an interrupted run of this step left: there is nothing else to know it by. */
  async function findOurs(aws: AwsApis, config: { readonly Name?: string }): Promise<Found | undefined> {
    for (const id of await list(aws)) {
      const found = await ifThere(() => type.get(aws, id));
      if (found === undefined || (found.config as typeof config).Name !== config.Name) continue;
      const isSame = hasAll(found.config, config);
      return isSame ? found : undefined;
    }
    return undefined;
  }

  return {
    typeName,
    properties: [configName],
    async create(properties, { aws }) {
      const config = configOf(properties);
      try {
        return state(await type.create(aws, config));
      } catch (error) {
        if (!(error instanceof AwsError) || error.status !== 409) throw error;
        const ours = await findOurs(aws, config);
        if (ours === undefined) throw error;
        return state(ours);
      }
    },
    async read(physicalId, { aws }) {
      const found = await ifThere(() => type.get(aws, physicalId));
      return found && { [configName]: keepCaller(toTemplate(shape(), found.config) as object, found.config) };
    },
    async list({ aws }) {
      return (await list(aws)).map((Id) => ({ Id }));
    },
    async update(physicalId, properties, _previous, { aws }) {
      const { etag } = await type.get(aws, physicalId);
      return state(await type.update(aws, physicalId, configOf(properties), etag));
    },
    async delete(physicalId, _properties, { aws }) {
      const found = await ifThere(() => type.get(aws, physicalId));
      if (found !== undefined) await ifThere(() => type.delete(aws, physicalId, found.etag));
    },
  };
}

/** Whether a value has all that another one has; CloudFront fills in what a template leaves out. */
function hasAll(value: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return value === wanted;
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(wanted) && wanted.length !== (value as readonly unknown[]).length) return false;
  return Object.entries(wanted).every(([name, item]) => hasAll((value as Properties)[name], item));
}

/** Public keys have their caller reference in the template, distributions do not. */
function keepCaller(template: object, config: object): object {
  return "CallerReference" in config ? { ...template, CallerReference: config.CallerReference } : template;
}
