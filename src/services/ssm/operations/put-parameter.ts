// PutParameter: makes a parameter, or gives it a new version.

import type { PutParameterCommandInput, PutParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import type { Context } from "../../../service/context.ts";
import { defineOperation } from "../../../service/service.ts";
import type { ReadTx } from "../../../store/store.ts";
import {
  notImplemented,
  oldestIsLabelled,
  parameterAlreadyExists,
  tooManyUpdates,
  typeMismatch,
  unsupportedType,
  validation,
} from "../errors.ts";
import { tellChange } from "../events.ts";
import { labelsOf } from "../labels.ts";
import { requireName } from "../name.ts";
import { chooseTier, requireValue } from "../parameter.ts";
import { parsePolicies, schedulePolicies } from "../policies.ts";
import type { ParameterRecord } from "../records.ts";
import { addVersion, KEPT_VERSIONS, loadParameter } from "../repo.ts";
import { MANAGED_KEY, sealText, shownCiphertext } from "../secure-value.ts";
import { defaultTier } from "../settings.ts";
import { parseTags } from "../tags.ts";

type PutInput = Input<PutParameterCommandInput>;

export const putParameter = defineOperation<PutInput, PutParameterCommandOutput>(
  "PutParameter",
  async (input, context) => {
    const name = input.Name.trim();
    if (input.DataType !== undefined && input.DataType !== "text")
      throw notImplemented(`The data type "${input.DataType}"`);
    requireName(name, context);
    if (input.Overwrite === true && input.Tags !== undefined)
      throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    const planned = context.store.read((tx) => plan(tx, context, name, input));
    // Encrypted before the transaction, which cannot wait; what somebody else changed meanwhile is an error.
    const { type, tier, keyId } = planned;
    const secure = keyId === undefined ? undefined : await sealText(context, { name, tier, keyId }, input.Value);
    return context.store.write((tx) => {
      const parameter = plan(tx, context, name, input);
      if (parameter.type !== type || parameter.tier !== tier || parameter.keyId !== keyId) throw tooManyUpdates();
      const sealed = secure === undefined ? parameter : { ...parameter, secure, value: shownCiphertext(secure) };
      const kept = schedulePolicies(context, tx, context, sealed);
      addVersion(tx, context, kept);
      tellChange(context, tx, context, kept.version === 1 ? "Create" : "Update", kept);
      return { Version: kept.version, Tier: kept.tier };
    });
  },
);

/** The parameter as the request makes it of what there is, its value in the clear. */
function plan(tx: ReadTx, context: Context, name: string, input: PutInput): ParameterRecord {
  const { Value: value, Type, Overwrite: mayOverwrite = false } = input;
  const current = loadParameter(tx, context, name);
  if (current !== undefined && !mayOverwrite) throw parameterAlreadyExists();
  const type = Type ?? current?.type;
  if (type === undefined) throw validation("A parameter type is required when you create a parameter.");
  if (type !== "String" && type !== "StringList" && type !== "SecureString") throw unsupportedType(type);
  // AWS: "Parameter Store doesn't support changing a parameter type": String and StringList among themselves included.
  if (current !== undefined && type !== current.type) throw typeMismatch();
  if (input.KeyId !== undefined && type !== "SecureString")
    throw validation("KeyId is required for SecureString type parameter only.");
  requireOldestUnlabelled(current);
  // AWS: what an update does not give stays as it is.
  const allowedPattern = input.AllowedPattern ?? current?.allowedPattern;
  const description = input.Description ?? current?.description;
  const policies = input.Policies === undefined ? current?.policies : parsePolicies(input.Policies);
  const keyId = type === "SecureString" ? (input.KeyId ?? current?.keyId ?? MANAGED_KEY) : undefined;
  requireValue(value, allowedPattern);
  const hasPolicies = policies !== undefined && policies.length > 0;
  const tiers = { asked: input.Tier, current: current?.tier, byDefault: defaultTier(tx, context) };
  return {
    v: 1,
    name,
    version: (current?.version ?? 0) + 1,
    type,
    value,
    tier: chooseTier({ value, hasPolicies }, tiers),
    dataType: "text",
    ...(description === undefined ? {} : { description }),
    ...(allowedPattern === undefined ? {} : { allowedPattern }),
    ...(keyId === undefined ? {} : { keyId }),
    ...(hasPolicies ? { policies } : {}),
    ...(current?.policyJobs === undefined ? {} : { policyJobs: current.policyJobs }),
    ...(current?.labels === undefined ? {} : { labels: current.labels }),
    modifiedAtMs: context.clock.nowMs(),
    modifiedBy: "arn" in context.principal ? context.principal.arn : "",
    tags: current?.tags ?? parseTags(input.Tags ?? []),
  };
}

function requireOldestUnlabelled(current: ParameterRecord | undefined): void {
  if (current === undefined) return;
  const oldest = current.version + 1 - KEPT_VERSIONS;
  if (labelsOf(current.labels, oldest).length > 0) throw oldestIsLabelled(current.name, oldest);
}
