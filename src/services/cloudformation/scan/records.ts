// What the store keeps of resource scans and of generated templates. Plain data; every record carries its format's version.

import type {
  GeneratedTemplateStatus,
  GeneratedTemplateResourceStatus,
  ResourceScanStatus,
  TemplateConfiguration,
  WarningDetail,
} from "@aws-sdk/client-cloudformation";
import type { Principal } from "../../../iam/principal.ts";
import type { ResourceIdentifier } from "../../../service/resource-type.ts";

type Values = Readonly<Record<string, unknown>>;

/** A scan of the account's resources in the region, running or done. */
export interface ResourceScanRecord {
  readonly v: 1;
  /** The ARN. */
  readonly scanId: string;
  readonly status: ResourceScanStatus;
  readonly statusReason?: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  /** As the request had them; a scan without any is a full one. */
  readonly typeFilters?: readonly string[];
  /** The types that were looked for. */
  readonly typeNames: readonly string[];
  /** How many of them have been listed and read. */
  readonly finishedTypes: number;
  readonly scannedCount: number;
  readonly readCount: number;
  readonly token?: string;
  /** Who asked: resources are listed and read with these rights. */
  readonly principal: Principal;
}

/** One resource that a scan found. */
export interface ScannedResourceRecord {
  readonly v: 1;
  readonly typeName: string;
  readonly identifier: ResourceIdentifier;
  readonly properties: Values;
}

/** One resource of a generated template. */
export interface GeneratedResource {
  readonly logicalId: string;
  readonly typeName: string;
  readonly identifier: ResourceIdentifier;
  readonly status: GeneratedTemplateResourceStatus;
  readonly statusReason?: string;
  readonly warnings: readonly WarningDetail[];
  /** Once it has been read. */
  readonly properties?: Values;
}

export interface GeneratedTemplateRecord {
  readonly v: 1;
  /** The ARN. */
  readonly templateId: string;
  readonly name: string;
  readonly status: GeneratedTemplateStatus;
  readonly statusReason: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly configuration: Required<Pick<TemplateConfiguration, "DeletionPolicy" | "UpdateReplacePolicy">>;
  readonly resources: readonly GeneratedResource[];
  /** The stack whose template this one goes on from. */
  readonly stackId?: string;
  readonly baseTemplate?: Values;
  /** The template as it was when the status was COMPLETE last. */
  readonly template?: Values;
  readonly principal: Principal;
}
