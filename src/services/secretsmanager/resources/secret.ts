// AWS::SecretsManager::Secret.

import { AwsError } from "../../../kernel/errors.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { tagList } from "../../../service/tagging.ts";
import { booleanOf, everySecret, ifThere, numberOf, textOf } from "./properties.ts";

/** A secret. Ref is its ARN. */
export const secretType: ResourceType = {
  typeName: "AWS::SecretsManager::Secret",
  properties: ["Description", "GenerateSecretString", "KmsKeyId", "Name", "SecretString", "Tags"],

  async create(properties, context) {
    const Name = textOf(properties, "Name") ?? generatedName(context);
    const Description = textOf(properties, "Description");
    const KmsKeyId = textOf(properties, "KmsKeyId");
    const SecretString = await valueOf(properties, context);
    try {
      const { ARN = "" } = await context.aws.secretsManager.createSecret({
        Name,
        Tags: tagList({ ...context.tags, ...readTags(properties) }),
        ...(Description !== undefined && { Description }),
        ...(KmsKeyId !== undefined && { KmsKeyId }),
        ...(SecretString !== undefined && { SecretString }),
      });
      return state(ARN);
    } catch (error) {
      // What an interrupted run of this very step left has this stack's tags.
      const isThere = error instanceof AwsError && error.code === "ResourceExistsException";
      const ours = isThere ? await findOurs(Name, context) : undefined;
      if (ours === undefined) throw error;
      return state(ours);
    }
  },

  async read(physicalId, { aws }) {
    const secret = await ifThere(() => aws.secretsManager.describeSecret({ SecretId: physicalId }));
    if (secret === undefined || secret.DeletedDate !== undefined) return undefined;
    const own = (secret.Tags ?? []).filter(({ Key = "" }) => !Key.startsWith("aws:"));
    return {
      Name: secret.Name,
      ...(secret.Description !== undefined && { Description: secret.Description }),
      ...(secret.KmsKeyId !== undefined && { KmsKeyId: secret.KmsKeyId }),
      ...(own.length > 0 && { Tags: own }),
    };
  },

  async list({ aws }) {
    return (await everySecret(aws)).map(({ ARN = "" }) => ({ Id: ARN }));
  },

  async update(physicalId, properties, previous, context) {
    const isValueNew = ["SecretString", "GenerateSecretString"].some(
      (name) => textOf(properties, name) !== textOf(previous, name),
    );
    const SecretString = isValueNew ? await valueOf(properties, context) : undefined;
    await context.aws.secretsManager.updateSecret({
      SecretId: physicalId,
      Description: textOf(properties, "Description") ?? "",
      KmsKeyId: textOf(properties, "KmsKeyId") ?? "",
      ...(SecretString !== undefined && { SecretString }),
    });
    const tags = { ...context.tags, ...readTags(properties) };
    const gone = Object.keys(readTags(previous)).filter((key) => !Object.hasOwn(tags, key));
    if (gone.length > 0) await context.aws.secretsManager.untagResource({ SecretId: physicalId, TagKeys: gone });
    await context.aws.secretsManager.tagResource({ SecretId: physicalId, Tags: tagList(tags) });
    return state(physicalId);
  },

  async delete(physicalId, _properties, { aws }) {
    // Without a recovery window: the stack's next creation finds the name free.
    await ifThere(() => aws.secretsManager.deleteSecret({ SecretId: physicalId, ForceDeleteWithoutRecovery: true }));
  },
};

function state(arn: string): ResourceState {
  return { physicalId: arn, attributes: { Id: arn } };
}

/** AWS: a name that CloudFormation makes has the logical id first. */
function generatedName(context: ResourceContext): string {
  return `${context.logicalId}-${context.generateName({ maxLength: 255 }).split("-").at(-1) ?? ""}`;
}

/** The value that a template gives, or the one that it has made up. */
async function valueOf(properties: Properties, { aws }: ResourceContext): Promise<string | undefined> {
  const wanted = properties["GenerateSecretString"] as Properties | undefined;
  if (wanted === undefined) return textOf(properties, "SecretString");
  if (properties["SecretString"] !== undefined)
    throw invalidRequest("You can't specify both SecretString and GenerateSecretString.");
  const { RandomPassword = "" } = await aws.secretsManager.getRandomPassword({
    ExcludeCharacters: textOf(wanted, "ExcludeCharacters"),
    ExcludeLowercase: booleanOf(wanted, "ExcludeLowercase"),
    ExcludeNumbers: booleanOf(wanted, "ExcludeNumbers"),
    ExcludePunctuation: booleanOf(wanted, "ExcludePunctuation"),
    ExcludeUppercase: booleanOf(wanted, "ExcludeUppercase"),
    IncludeSpace: booleanOf(wanted, "IncludeSpace"),
    PasswordLength: numberOf(wanted, "PasswordLength"),
    RequireEachIncludedType: booleanOf(wanted, "RequireEachIncludedType"),
  });
  const template = textOf(wanted, "SecretStringTemplate");
  const key = textOf(wanted, "GenerateStringKey");
  if ((template === undefined) !== (key === undefined))
    throw invalidRequest("You must specify both SecretStringTemplate and GenerateStringKey, or neither.");
  if (template === undefined || key === undefined) return RandomPassword;
  return JSON.stringify({ ...parseTemplate(template), [key]: RandomPassword });
}

function parseTemplate(template: string): object {
  try {
    const value: unknown = JSON.parse(template);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw invalidRequest("Could not parse SecretStringTemplate JSON.");
}

function invalidRequest(message: string): AwsError {
  return new AwsError({ code: "InvalidRequest", message });
}

async function findOurs(name: string, { aws, stackId, logicalId }: ResourceContext): Promise<string | undefined> {
  const { ARN, Tags = [] } = await aws.secretsManager.describeSecret({ SecretId: name });
  const tags = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
  const isOurs = tags["aws:cloudformation:stack-id"] === stackId && tags["aws:cloudformation:logical-id"] === logicalId;
  return isOurs ? ARN : undefined;
}

function readTags(properties: Properties): Record<string, string> {
  const list = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(list.map(({ Key, Value }) => [Key, String(Value)]));
}
