// Pools, clients, groups and resource servers as answers have them.

import type {
  GroupType,
  ResourceServerType,
  UserPoolClientType,
  UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Scope } from "../../service/context.ts";
import { poolArn } from "./pools.ts";
import type { ClientRecord, GroupRecord, PoolRecord, ResourceServerRecord } from "./records.ts";

/** A pool. */
export function describePool(scope: Scope, pool: PoolRecord, userCount: number): UserPoolType {
  return {
    Id: pool.poolId,
    Name: pool.name,
    Arn: poolArn(scope, pool.poolId),
    ...(pool.settings as object),
    MfaConfiguration: pool.mfa.configuration,
    SchemaAttributes: [...pool.schema],
    LambdaConfig: pool.settings.LambdaConfig ?? {},
    UserPoolTags: { ...pool.tags },
    EstimatedNumberOfUsers: userCount,
    CreationDate: new Date(pool.createdAtMs),
    LastModifiedDate: new Date(pool.modifiedAtMs),
    ...(pool.domain !== undefined && { Domain: pool.domain }),
    ...(pool.customDomain !== undefined && { CustomDomain: pool.customDomain.name }),
  };
}

/** An application, its secret included. */
export function describeClient(client: ClientRecord): UserPoolClientType {
  return {
    UserPoolId: client.poolId,
    ClientId: client.clientId,
    ...(client.secret !== undefined && { ClientSecret: client.secret }),
    ...(client.settings as object),
    CreationDate: new Date(client.createdAtMs),
    LastModifiedDate: new Date(client.modifiedAtMs),
  };
}

/** A group. */
export function describeGroup(poolId: string, group: GroupRecord): GroupType {
  return {
    GroupName: group.name,
    UserPoolId: poolId,
    ...(group.description !== undefined && { Description: group.description }),
    ...(group.roleArn !== undefined && { RoleArn: group.roleArn }),
    ...(group.precedence !== undefined && { Precedence: group.precedence }),
    CreationDate: new Date(group.createdAtMs),
    LastModifiedDate: new Date(group.modifiedAtMs),
  };
}

/** An API of the customer. */
export function showResourceServer(poolId: string, server: ResourceServerRecord): ResourceServerType {
  return {
    UserPoolId: poolId,
    Identifier: server.identifier,
    Name: server.name,
    Scopes: server.scopes.map(({ name, description }) => ({ ScopeName: name, ScopeDescription: description })),
  };
}
