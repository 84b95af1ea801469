// AWS::KMS::Key.

import { AwsError } from "../../../kernel/errors.ts";
import { everyPage } from "../../../service/pages.ts";
import type { Properties, ResourceContext, ResourceState, ResourceType } from "../../../service/resource-type.ts";
import { addTags, defined, ifThere, isTrue, ownTags, readTags, removeTags, tagsOf, textOf } from "./properties.ts";

/** AWS: "AWS::KMS::Key": these cannot be changed; a template that tries gets its update refused. */
const FIXED = ["KeySpec", "KeyUsage", "MultiRegion", "Origin"] as const;
const DEFAULTS: Properties = {
  KeySpec: "SYMMETRIC_DEFAULT",
  KeyUsage: "ENCRYPT_DECRYPT",
  MultiRegion: false,
  Origin: "AWS_KMS",
};

/** A key. Ref is its id. Deleting it schedules its deletion. */
export const keyType: ResourceType = {
  typeName: "AWS::KMS::Key",
  properties: [
    "BypassPolicyLockoutSafetyCheck",
    "Description",
    "Enabled",
    "EnableKeyRotation",
    "KeyPolicy",
    "KeySpec",
    "KeyUsage",
    "MultiRegion",
    "Origin",
    "PendingWindowInDays",
    "RotationPeriodInDays",
    "Tags",
  ],

  async create(properties, context) {
    const keyId = (await findOwn(context)) ?? (await make(properties, context));
    context.identify(keyId);
    if (properties["EnableKeyRotation"] !== undefined) await setRotation(keyId, properties, context);
    if (properties["Enabled"] !== undefined && !isTrue(properties["Enabled"]))
      await context.aws.kms.disableKey({ KeyId: keyId });
    return describe(keyId, context);
  },

  async read(physicalId, context) {
    const found = await ifThere(() => context.aws.kms.describeKey({ KeyId: physicalId }));
    const metadata = found?.KeyMetadata;
    // AWS: a key that is to be deleted is gone, as far as CloudFormation cares.
    if (metadata === undefined || /^Pending.*Deletion$/.test(metadata.KeyState ?? "")) return undefined;
    const { Policy = "{}" } = await context.aws.kms.getKeyPolicy({ KeyId: physicalId });
    const rotation =
      metadata.KeySpec === "SYMMETRIC_DEFAULT"
        ? await context.aws.kms.getKeyRotationStatus({ KeyId: physicalId })
        : undefined;
    const KeyPolicy: unknown = JSON.parse(Policy);
    return {
      Description: metadata.Description,
      Enabled: metadata.Enabled,
      EnableKeyRotation: rotation?.KeyRotationEnabled ?? false,
      ...(rotation?.RotationPeriodInDays === undefined ? {} : { RotationPeriodInDays: rotation.RotationPeriodInDays }),
      KeyPolicy,
      KeySpec: metadata.KeySpec,
      KeyUsage: metadata.KeyUsage,
      MultiRegion: metadata.MultiRegion,
      Origin: metadata.Origin,
      Tags: ownTags(await tagsOf(physicalId, context)),
    };
  },

  async list(context) {
    const keys = await everyKey(context);
    const described = await Promise.all(keys.map((KeyId) => context.aws.kms.describeKey({ KeyId })));
    return described.flatMap(({ KeyMetadata: key }) =>
      key?.KeyManager === "CUSTOMER" && key.KeyState !== "PendingDeletion" ? [{ KeyId: key.KeyId }] : [],
    );
  },

  async update(physicalId, properties, previous, context) {
    for (const name of FIXED) {
      const [before, after] = [previous, properties].map((each) => each[name] ?? DEFAULTS[name]);
      if (String(before) !== String(after)) throw fixed(name);
    }
    // Enabled first and disabled last: a disabled key takes neither a rotation nor a new state.
    const wasEnabled = previous["Enabled"] === undefined || isTrue(previous["Enabled"]);
    const isEnabled = properties["Enabled"] === undefined || isTrue(properties["Enabled"]);
    const { kms } = context.aws;
    if (isEnabled && !wasEnabled) await kms.enableKey({ KeyId: physicalId });
    await kms.updateKeyDescription({ KeyId: physicalId, Description: textOf(properties, "Description") ?? "" });
    if (properties["KeyPolicy"] !== undefined) await setPolicy(physicalId, properties, context);
    const rotates = (each: Properties): string =>
      JSON.stringify([isTrue(each["EnableKeyRotation"]), each["RotationPeriodInDays"]]);
    if (rotates(properties) !== rotates(previous)) await setRotation(physicalId, properties, context);
    await removeTags(physicalId, properties, previous, context);
    await addTags(physicalId, properties, context);
    if (!isEnabled && wasEnabled) await kms.disableKey({ KeyId: physicalId });
    return describe(physicalId, context);
  },

  async delete(physicalId, properties, context) {
    const days = properties["PendingWindowInDays"];
    await scheduleDeletion(physicalId, days, context);
  },
};

/** Schedules a key's deletion; one that is gone, or on its way, is left as it is. */
async function scheduleDeletion(KeyId: string, days: unknown, { aws }: ResourceContext): Promise<void> {
  try {
    await ifThere(() =>
      aws.kms.scheduleKeyDeletion({ KeyId, ...(days === undefined ? {} : { PendingWindowInDays: Number(days) }) }),
    );
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "KMSInvalidStateException") throw error;
  }
}

async function make(properties: Properties, context: ResourceContext): Promise<string> {
  const { KeyMetadata } = await context.aws.kms.createKey({
    ...defined({
      Description: textOf(properties, "Description"),
      KeySpec: properties["KeySpec"] as "RSA_2048" | undefined,
      KeyUsage: properties["KeyUsage"] as "SIGN_VERIFY" | undefined,
      Origin: properties["Origin"] as "EXTERNAL" | undefined,
      Policy: textOf(properties, "KeyPolicy"),
    }),
    MultiRegion: isTrue(properties["MultiRegion"]),
    BypassPolicyLockoutSafetyCheck: isTrue(properties["BypassPolicyLockoutSafetyCheck"]),
    Tags: Object.entries({ ...context.tags, ...readTags(properties) }).map(([TagKey, TagValue]) => ({
      TagKey,
      TagValue,
    })),
  });
  return String(KeyMetadata?.KeyId);
}

/** What an interrupted creation left: CreateKey takes no client token, so CloudFormation's tags tell whose a key is. */
async function findOwn(context: ResourceContext): Promise<string | undefined> {
  for (const keyId of await everyKey(context)) {
    const { KeyMetadata } = await context.aws.kms.describeKey({ KeyId: keyId });
    if (KeyMetadata?.KeyManager !== "CUSTOMER" || KeyMetadata.KeyState?.endsWith("Deletion") === true) continue;
    const tags = await tagsOf(keyId, context);
    const isOwn = ["stack-id", "logical-id"].every(
      (name) => tags[`aws:cloudformation:${name}`] === context.tags[`aws:cloudformation:${name}`],
    );
    if (isOwn) return keyId;
  }
  return undefined;
}

function everyKey({ aws }: Pick<ResourceContext, "aws">): Promise<string[]> {
  return everyPage(async (Marker: string | undefined) => {
    const answer = await aws.kms.listKeys({ Limit: 1_000, Marker });
    return { items: answer.Keys?.map(({ KeyId }) => KeyId ?? ""), next: answer.NextMarker };
  });
}

async function setPolicy(KeyId: string, properties: Properties, { aws }: ResourceContext): Promise<void> {
  await aws.kms.putKeyPolicy({
    KeyId,
    Policy: textOf(properties, "KeyPolicy") ?? "",
    BypassPolicyLockoutSafetyCheck: isTrue(properties["BypassPolicyLockoutSafetyCheck"]),
  });
}

async function setRotation(KeyId: string, properties: Properties, { aws }: ResourceContext): Promise<void> {
  const days = properties["RotationPeriodInDays"];
  if (isTrue(properties["EnableKeyRotation"]))
    await aws.kms.enableKeyRotation({ KeyId, RotationPeriodInDays: days === undefined ? 365 : Number(days) });
  else await aws.kms.disableKeyRotation({ KeyId });
}

async function describe(keyId: string, { aws }: ResourceContext): Promise<ResourceState> {
  const { KeyMetadata } = await aws.kms.describeKey({ KeyId: keyId });
  return { physicalId: keyId, attributes: { Arn: KeyMetadata?.Arn, KeyId: keyId } };
}

function fixed(property: string): AwsError {
  return new AwsError({
    code: "InvalidRequest",
    message: `You cannot change the ${property} property of a KMS key. Create a new key with another logical id instead.`,
  });
}
