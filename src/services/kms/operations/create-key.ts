// CreateKey: makes a key with material of its own, or without any for what is imported later.

import type { CreateKeyCommandInput, CreateKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { generateMaterial } from "../crypto/key-pairs.ts";
import { customKeyStoreNotFound, notImplemented, unsupported, validation } from "../errors.ts";
import { keyArn } from "../keys.ts";
import { newMaterial } from "../materials.ts";
import { defaultPolicy, requireNoLockout, requirePolicy } from "../policies.ts";
import type { KeyRecord } from "../records.ts";
import { saveFamily, saveKey, saveMaterial } from "../repo.ts";
import { isKeySpec, KEY_SPECS, type KeySpecName, type KeyUsage } from "../specs.ts";
import { parseTags } from "../tags.ts";
import { keyMetadata } from "../views.ts";

export const createKey = defineOperation<Input<CreateKeyCommandInput>, CreateKeyCommandOutput>(
  "CreateKey",
  async (input, context) => {
    const spec = chooseSpec(input);
    const usage = chooseUsage(input, spec);
    const origin = chooseOrigin(input);
    const isMultiRegion = input.MultiRegion ?? false;
    if (isMultiRegion && origin === "EXTERNAL") throw notImplemented("A multi-Region key with imported material");
    const tags = parseTags(input.Tags);
    // AWS: "Multi-Region keys": their ids begin with "mrk-" and have no hyphens after that.
    const keyId = isMultiRegion ? `mrk-${context.random.hex(32)}` : context.random.uuid();
    const arn = keyArn(context, keyId);
    const policy = input.Policy ?? defaultPolicy(context);
    requirePolicy(policy);
    if (input.BypassPolicyLockoutSafetyCheck !== true) requireNoLockout(policy, arn, context.principal, context);
    const secret =
      origin === "EXTERNAL"
        ? undefined
        : await generateMaterial(KEY_SPECS[spec].material, (length) => context.random.bytes(length));
    const record: KeyRecord = {
      v: 1,
      keyId,
      createdAtMs: context.clock.nowMs(),
      spec,
      usage,
      origin,
      manager: "CUSTOMER",
      description: input.Description ?? "",
      policy,
      state: secret === undefined ? "PendingImport" : "Enabled",
      tags,
      ...(secret === undefined ? {} : { currentMaterial: 1 }),
      isMultiRegion,
    };
    return context.store.write((tx) => {
      if (secret !== undefined) saveMaterial(tx, context, keyId, newMaterial(context, keyId, 1, secret));
      if (isMultiRegion) saveFamily(tx, context, keyId, { v: 1, primaryRegion: context.region, replicaRegions: [] });
      saveKey(tx, context, record);
      return { KeyMetadata: keyMetadata(tx, { scope: context, arn, record }) };
    });
  },
);

function chooseSpec({ KeySpec, CustomerMasterKeySpec }: Input<CreateKeyCommandInput>): KeySpecName {
  if (KeySpec !== undefined && CustomerMasterKeySpec !== undefined)
    throw validation(
      "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.",
    );
  const name = KeySpec ?? CustomerMasterKeySpec ?? "SYMMETRIC_DEFAULT";
  // AWS: "Key spec reference": SM2 is there in the Regions of China only.
  if (name === "SM2") throw unsupported("The SM2 key spec is only supported in China Regions.");
  // The Node.js releases that Stackyard runs on have no ML-DSA.
  if (!isKeySpec(name)) throw notImplemented(`The key spec "${name}"`);
  return name;
}

function chooseUsage({ KeyUsage: given }: Input<CreateKeyCommandInput>, spec: KeySpecName): KeyUsage {
  if (given === undefined && spec !== "SYMMETRIC_DEFAULT")
    throw validation("You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.");
  const usage = given ?? "ENCRYPT_DECRYPT";
  // ML-KEM, as ML-DSA.
  if (usage === "ENCAPSULATE_DECAPSULATE") throw notImplemented(`The key usage "${usage}"`);
  if (KEY_SPECS[spec].usages[usage] === undefined)
    throw validation(`KeyUsage ${usage} is not compatible with KeySpec ${spec}`);
  return usage;
}

function chooseOrigin({ Origin, CustomKeyStoreId, XksKeyId }: Input<CreateKeyCommandInput>): "AWS_KMS" | "EXTERNAL" {
  // Nobody has one, since none can be made.
  if (CustomKeyStoreId !== undefined) throw customKeyStoreNotFound();
  if (Origin === "AWS_CLOUDHSM" || Origin === "EXTERNAL_KEY_STORE" || XksKeyId !== undefined)
    throw notImplemented("A key in a custom key store");
  return Origin ?? "AWS_KMS";
}
