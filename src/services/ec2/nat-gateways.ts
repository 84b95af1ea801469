// NAT gateways: their states, and as answers show them.
// DEVIATION: on AWS it takes minutes until a gateway is available, and as long until it is deleted.

import type { NatGateway } from "@aws-sdk/client-ec2";
import type { Context, Scope } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import type { FilterTable, Listed } from "./filters.ts";
import type { NatGatewayRecord } from "./records.ts";
import { listAll, load, remove, save } from "./repo.ts";
import { tagItems } from "./tags.ts";

const SETTLING_MS = 500;
// AWS: DeleteNatGateway: deleted gateways "remain visible for about one hour".
const VISIBLE_MS = 3_600_000;

interface Settling {
  readonly id: string;
}

/** Has a gateway become available or deleted, soon. */
export function settleLater(tx: WriteTx, context: Context, id: string): void {
  const payload: Settling = { id };
  context.jobs.enqueue(tx, {
    account: context.account,
    region: context.region,
    kind: settleNatGatewayJob.kind,
    payload,
    dueAtMs: context.clock.nowMs() + SETTLING_MS,
  });
}

/** From pending to available, from deleting to deleted, from deleted to nothing. */
export const settleNatGatewayJob: JobHandler = {
  kind: "ec2/settle-nat-gateway",
  async run(job, yard) {
    const { id } = job.payload as Settling;
    const next = yard.store.write((tx) => {
      const nat = load(tx, job, "natgateway", id);
      if (nat === undefined || nat.state === "available") return undefined;
      if (nat.state === "pending") {
        save(tx, job, "natgateway", { ...nat, state: "available" });
        return undefined;
      }
      if (nat.state === "deleted") {
        remove(tx, job, "natgateway", id);
        return undefined;
      }
      releaseParts(tx, job, nat);
      const deletedAtMs = yard.clock.nowMs();
      save(tx, job, "natgateway", { ...nat, state: "deleted", deletedAtMs });
      return deletedAtMs + VISIBLE_MS;
    });
    return next === undefined ? "done" : { retryAtMs: next };
  },
};

/** Its interface goes, its Elastic IP is free again. */
function releaseParts(tx: WriteTx, scope: Scope, { interfaceId, elastic }: NatGatewayRecord): void {
  for (const { allocationId } of elastic) {
    const address = load(tx, scope, "elastic-ip", allocationId);
    if (address?.association?.interfaceId !== interfaceId) continue;
    const { association: _gone, ...free } = address;
    save(tx, scope, "elastic-ip", free);
  }
  remove(tx, scope, "network-interface", interfaceId);
}

/** AWS: NatGateway in the API reference. */
export function showNatGateway(nat: NatGatewayRecord): NatGateway {
  const { elastic, privateIp, secondaryIps, state } = nat;
  const Status = state === "deleted" || state === "deleting" ? "disassociating" : "succeeded";
  return {
    NatGatewayId: nat.id,
    VpcId: nat.vpcId,
    SubnetId: nat.subnetId,
    ConnectivityType: nat.isPublic ? "public" : "private",
    State: state,
    CreateTime: new Date(nat.createdAtMs),
    ...(nat.deletedAtMs !== undefined && { DeleteTime: new Date(nat.deletedAtMs) }),
    NatGatewayAddresses: [privateIp, ...secondaryIps].map((address, at) => {
      const public_ = elastic.find((one) => one.privateIp === address);
      return {
        NetworkInterfaceId: nat.interfaceId,
        PrivateIp: address,
        IsPrimary: at === 0,
        Status,
        ...(public_ && {
          AllocationId: public_.allocationId,
          AssociationId: public_.associationId,
          PublicIp: public_.publicIp,
        }),
      };
    }),
    Tags: tagItems(nat.tags),
  };
}

/** All NAT gateways, to be listed. */
export function listNatGateways(tx: ReadTx, scope: Scope): Listed<NatGateway>[] {
  return listAll(tx, scope, "natgateway").map((nat) => ({ id: nat.id, tags: nat.tags, shape: showNatGateway(nat) }));
}

/** AWS: DescribeNatGateways, Filter. */
export const natGatewayFilters: FilterTable<NatGateway> = {
  "nat-gateway-id": (nat) => nat.NatGatewayId,
  state: (nat) => nat.State,
  "subnet-id": (nat) => nat.SubnetId,
  "vpc-id": (nat) => nat.VpcId,
};
