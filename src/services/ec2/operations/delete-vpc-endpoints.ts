// DeleteVpcEndpoints: those that are there; the others are in the answer.

import type { DeleteVpcEndpointsCommandInput, DeleteVpcEndpointsCommandOutput } from "@aws-sdk/client-ec2";
import { settleEndpointLater } from "../endpoints.ts";
import { notFound } from "../kinds.ts";
import { changing } from "../operation.ts";
import { load, remove, save } from "../repo.ts";

export const deleteVpcEndpoints = changing<DeleteVpcEndpointsCommandInput, DeleteVpcEndpointsCommandOutput>(
  "DeleteVpcEndpoints",
  ({ VpcEndpointIds }, tx, context) => {
    const Unsuccessful = VpcEndpointIds.flatMap((id) => {
      const endpoint = load(tx, context, "vpc-endpoint", id);
      if (endpoint === undefined) {
        const { code: Code, message: Message } = notFound("vpc-endpoint", id);
        return [{ ResourceId: id, Error: { Code, Message } }];
      }
      if (endpoint.endpointType === "Gateway") remove(tx, context, "vpc-endpoint", id);
      else {
        save(tx, context, "vpc-endpoint", { ...endpoint, state: "deleting" });
        settleEndpointLater(tx, context, id);
      }
      return [];
    });
    return { Unsuccessful };
  },
);
