// DeleteNetworkInterface: removes an interface that nobody uses.

import type { DeleteNetworkInterfaceCommandInput, DeleteNetworkInterfaceCommandOutput } from "@aws-sdk/client-ec2";
import { invalidParameterValue } from "../errors.ts";
import { need } from "../finding.ts";
import { changing } from "../operation.ts";
import { listAll, remove, save } from "../repo.ts";

export const deleteNetworkInterface = changing<DeleteNetworkInterfaceCommandInput, DeleteNetworkInterfaceCommandOutput>(
  "DeleteNetworkInterface",
  ({ NetworkInterfaceId }, tx, context) => {
    const { principal } = context;
    const one = need(tx, context, "network-interface", NetworkInterfaceId);
    const isLambda = principal.kind === "service" && one.interfaceType === "lambda";
    // AWS: the wording is from memory.
    if (one.use !== undefined && !isLambda)
      throw invalidParameterValue(`Network interface '${NetworkInterfaceId}' is currently in use.`);
    for (const { association, ...address } of listAll(tx, context, "elastic-ip"))
      if (association?.interfaceId === NetworkInterfaceId) save(tx, context, "elastic-ip", address);
    remove(tx, context, "network-interface", NetworkInterfaceId);
  },
);
