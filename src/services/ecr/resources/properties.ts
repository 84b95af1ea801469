// A repository's properties, in the template's form and in the API's. Pure.

import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  PutLifecyclePolicyCommandInput,
} from "@aws-sdk/client-ecr";
import type { Properties } from "../../../service/resource-type.ts";

type Values = Readonly<Record<string, unknown>>;

/** What can be changed later. */
export function readSettings(properties: Properties): {
  readonly imageScanningConfiguration: { readonly scanOnPush: boolean };
  readonly imageTagMutability: ImageTagMutability;
  readonly imageTagMutabilityExclusionFilters: ImageTagMutabilityExclusionFilter[] | undefined;
} {
  const scanOnPush = (properties["ImageScanningConfiguration"] as Values | undefined)?.["ScanOnPush"];
  return {
    imageScanningConfiguration: { scanOnPush: scanOnPush === true || scanOnPush === "true" },
    imageTagMutability: (properties["ImageTagMutability"] ?? "MUTABLE") as ImageTagMutability,
    imageTagMutabilityExclusionFilters: filtersOf(properties),
  };
}

export function filtersOf(properties: Properties): ImageTagMutabilityExclusionFilter[] | undefined {
  const filters = properties["ImageTagMutabilityExclusionFilters"] as readonly Values[] | undefined;
  return filters?.map((filter) => ({
    filterType: filter["ImageTagMutabilityExclusionFilterType"] as "WILDCARD",
    filter: String(filter["ImageTagMutabilityExclusionFilterValue"]),
  }));
}

/** Live filters in the template's form. */
export function readFilters(filters: readonly ImageTagMutabilityExclusionFilter[] | undefined): Properties {
  if (filters === undefined) return {};
  return {
    ImageTagMutabilityExclusionFilters: filters.map(({ filterType, filter }) => ({
      ImageTagMutabilityExclusionFilterType: filterType,
      ImageTagMutabilityExclusionFilterValue: filter,
    })),
  };
}

export function encryptionOf(properties: Properties): EncryptionConfiguration | undefined {
  const given = properties["EncryptionConfiguration"] as Values | undefined;
  if (given === undefined) return undefined;
  const { EncryptionType: type, KmsKey: key } = given;
  return {
    encryptionType: type as EncryptionConfiguration["encryptionType"],
    kmsKey: textOf(key),
  };
}

export function policyOf(properties: Properties): string | undefined {
  const policy = properties["RepositoryPolicyText"];
  return policy === undefined || typeof policy === "string" ? policy : JSON.stringify(policy);
}

export function lifecycleOf(
  properties: Properties,
): Pick<PutLifecyclePolicyCommandInput, "lifecyclePolicyText" | "registryId"> | undefined {
  const { LifecyclePolicyText: text, RegistryId: registryId } = (properties["LifecyclePolicy"] ?? {}) as Values;
  const lifecyclePolicyText = textOf(text);
  return lifecyclePolicyText === undefined ? undefined : { lifecyclePolicyText, registryId: textOf(registryId) };
}

/** A live lifecycle policy in the template's form. */
export function readLifecycle(
  live: { readonly lifecyclePolicyText?: string; readonly registryId?: string } | undefined,
): Properties {
  if (live === undefined) return {};
  return { LifecyclePolicy: { LifecyclePolicyText: live.lifecyclePolicyText, RegistryId: live.registryId } };
}

/** A text of the template; account ids may be written as numbers. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

export function tagsOf(properties: Properties): Record<string, string> {
  const tags = (properties["Tags"] ?? []) as readonly { readonly Key: string; readonly Value: unknown }[];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, String(Value)]));
}
