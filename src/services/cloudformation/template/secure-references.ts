// Where "{{resolve:ssm-secure:...}}" may stand. AWS: "Get a secure string value from Systems Manager Parameter Store", "Resources that support
// dynamic parameter patterns for secure strings".

import { isRecord } from "./values.ts";

const ALLOWED: ReadonlySet<string> = new Set([
  "AWS::DirectoryService::MicrosoftAD/Properties/Password",
  "AWS::DirectoryService::SimpleAD/Properties/Password",
  "AWS::ElastiCache::ReplicationGroup/Properties/AuthToken",
  "AWS::IAM::User/Properties/LoginProfile/Password",
  "AWS::KinesisFirehose::DeliveryStream/Properties/RedshiftDestinationConfiguration/Password",
  "AWS::OpsWorks::App/Properties/AppSource/Password",
  "AWS::OpsWorks::Stack/Properties/CustomCookbooksSource/Password",
  "AWS::OpsWorks::Stack/Properties/RdsDbInstances/DbPassword",
  "AWS::RDS::DBCluster/Properties/MasterUserPassword",
  "AWS::RDS::DBInstance/Properties/MasterUserPassword",
  "AWS::Redshift::Cluster/Properties/MasterUserPassword",
]);

const SECURE = "{{resolve:ssm-secure:";

/** A place at which properties have one where none may be: AWS's path of it, and who wrote it. */
export interface SecureFault {
  readonly path: string;
  readonly owner: object;
  readonly member: string | number;
}

/** All such places of a resource's properties, as written or evaluated. */
export function secureFaults(typeName: string, properties: object): SecureFault[] {
  const faults: SecureFault[] = [];
  walk(properties, `${typeName}/Properties`);
  return faults;

  function walk(value: unknown, path: string): void {
    if (Array.isArray(value)) {
      // AWS: the path ends at a list, or goes on without positions.
      for (const [index, item] of value.entries()) check(item, path, value, index);
    } else if (isRecord(value)) {
      for (const [name, member] of Object.entries(value))
        check(member, name.startsWith("Fn::") ? path : `${path}/${name}`, value, name);
    }
  }

  function check(value: unknown, path: string, owner: object, member: string | number): void {
    if (typeof value !== "string") walk(value, path);
    else if (value.includes(SECURE) && !ALLOWED.has(path)) faults.push({ path, owner, member });
  }
}

/** AWS: this sentence, as observed. */
export function secureFaultMessage(faults: readonly SecureFault[]): string {
  return `SSM Secure reference is not supported in: [${faults.map(({ path }) => path).join(",")}]`;
}
