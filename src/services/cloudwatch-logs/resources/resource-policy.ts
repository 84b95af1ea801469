// AWS::Logs::ResourcePolicy: which services may write into the account's log groups.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";

/** A resource policy of the account in the region. Ref is its name. */
export const resourcePolicyType: ResourceType = {
  typeName: "AWS::Logs::ResourcePolicy",
  properties: ["PolicyDocument", "PolicyName"],

  async create(properties, context) {
    const present = await find(String(properties["PolicyName"]), context);
    // An interrupted run of this step has put this very document; another one is somebody else's, which PutResourcePolicy would replace.
    if (present !== undefined && present !== textOf(properties["PolicyDocument"])) throw alreadyExists(properties);
    return put(properties, context);
  },

  async read(policyName, context, known = {}) {
    const text = await find(policyName, context);
    if (text === undefined) return undefined;
    // Templates may write the document as an object; what is kept is a text.
    const isText = known["PolicyDocument"] === undefined || typeof known["PolicyDocument"] === "string";
    return { PolicyName: policyName, PolicyDocument: isText ? text : (JSON.parse(text) as unknown) };
  },

  async list({ aws }) {
    const { resourcePolicies = [] } = await aws.cloudWatchLogs.describeResourcePolicies({});
    return resourcePolicies.map(({ policyName = "" }) => ({ PolicyName: policyName }));
  },

  update: (_policyName, properties, _previous, context) => put(properties, context),

  async delete(policyName, _properties, { aws }) {
    try {
      await aws.cloudWatchLogs.deleteResourcePolicy({ policyName });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === "ResourceNotFoundException")) throw error;
    }
  },
};

async function put(properties: Properties, { aws }: ResourceContext): Promise<ResourceState> {
  const policyName = String(properties["PolicyName"]);
  await aws.cloudWatchLogs.putResourcePolicy({ policyName, policyDocument: textOf(properties["PolicyDocument"]) });
  return { physicalId: policyName, attributes: {} };
}

async function find(name: string, { aws }: Pick<ResourceContext, "aws">): Promise<string | undefined> {
  const { resourcePolicies = [] } = await aws.cloudWatchLogs.describeResourcePolicies({});
  return resourcePolicies.find(({ policyName }) => policyName === name)?.policyDocument;
}

function textOf(document: unknown): string {
  return typeof document === "string" ? document : JSON.stringify(document);
}

function alreadyExists(properties: Properties): AwsError {
  return new AwsError({
    code: "ResourceAlreadyExistsException",
    message: `Resource policy ${String(properties["PolicyName"])} already exists.`,
  });
}
