// What AWS's distributions have and these have not. A configuration that asks for it is refused by name, so that nothing is kept without effect.

import type { DistributionConfig } from "@aws-sdk/client-cloudfront";
import { notServed } from "../errors.ts";
import { itemsOf } from "./quantities.ts";
import { behavioursOf } from "./users.ts";

/** Throws NotImplemented for the first setting that is not here. */
export function refuseUnserved(config: DistributionConfig): void {
  const found = [...ofDistribution(config), ...ofBehaviours(config), ...ofOrigins(config)].find(([isAsked]) => isAsked);
  if (found !== undefined) throw notServed(found[1]);
}

type Setting = readonly [isAsked: boolean, name: string];

function ofDistribution(config: DistributionConfig): readonly Setting[] {
  return [
    [isSet(config.WebACLId), "WebACLId"],
    [isSet(config.ContinuousDeploymentPolicyId), "ContinuousDeploymentPolicyId"],
    [config.Staging === true, "Staging"],
    [isSet(config.AnycastIpListId), "AnycastIpListId"],
    [config.TenantConfig !== undefined, "TenantConfig"],
    [config.ConnectionMode === "tenant-only", "ConnectionMode tenant-only"],
    [config.ViewerMtlsConfig !== undefined, "ViewerMtlsConfig"],
    [config.ConnectionFunctionAssociation !== undefined, "ConnectionFunctionAssociation"],
    [config.CacheTagConfig !== undefined, "CacheTagConfig"],
    [isSet(config.ViewerCertificate?.IAMCertificateId), "ViewerCertificate.IAMCertificateId"],
  ];
}

function ofBehaviours(config: DistributionConfig): readonly Setting[] {
  return behavioursOf(config).flatMap((behaviour): readonly Setting[] => [
    [itemsOf(behaviour.LambdaFunctionAssociations).length > 0, "LambdaFunctionAssociations (Lambda@Edge)"],
    [itemsOf(behaviour.TrustedSigners).length > 0, "TrustedSigners (key pairs of AWS accounts; use TrustedKeyGroups)"],
    [behaviour.SmoothStreaming === true, "SmoothStreaming"],
    [isSet(behaviour.FieldLevelEncryptionId), "FieldLevelEncryptionId"],
    [isSet(behaviour.RealtimeLogConfigArn), "RealtimeLogConfigArn"],
    [behaviour.GrpcConfig?.Enabled === true, "GrpcConfig"],
  ]);
}

function ofOrigins(config: DistributionConfig): readonly Setting[] {
  const ofGroups = itemsOf(config.OriginGroups).map(({ SelectionCriteria: by }): Setting => [
    by !== undefined && by !== "default",
    "SelectionCriteria",
  ]);
  const ofEach = itemsOf(config.Origins).flatMap((origin): readonly Setting[] => [
    [origin.VpcOriginConfig !== undefined, "VpcOriginConfig"],
    [origin.CustomOriginConfig?.OriginMtlsConfig !== undefined, "OriginMtlsConfig"],
    [origin.ResponseCompletionTimeout !== undefined, "ResponseCompletionTimeout"],
  ]);
  return [...ofGroups, ...ofEach];
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== "";
}
