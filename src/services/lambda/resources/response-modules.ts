// The modules with which inline functions answer CloudFormation. AWS: "cfn-response module": available to code in ZipFile only.

/** For `require("cfn-response")`. Unlike AWS's it follows the URL's protocol and port. */
export const NODE_RESPONSE = `"use strict";
exports.SUCCESS = "SUCCESS";
exports.FAILED = "FAILED";
exports.send = function (event, context, responseStatus, responseData, physicalResourceId, noEcho) {
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: "See the details in CloudWatch Log Stream: " + context.logStreamName,
    PhysicalResourceId: physicalResourceId || context.logStreamName,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const url = new URL(event.ResponseURL);
  const client = require(url.protocol === "https:" ? "node:https" : "node:http");
  const headers = { "content-type": "", "content-length": Buffer.byteLength(body) };
  return new Promise((resolve) => {
    const finish = (error) => {
      resolve();
      if (typeof context.done === "function") context.done(error);
    };
    const request = client.request(url, { method: "PUT", headers }, (response) => {
      response.resume();
      response.on("end", () => finish());
    });
    request.on("error", finish);
    request.end(body);
  });
};
`;

/** For `import cfnresponse`. */
export const PYTHON_RESPONSE = `import json
import urllib.request

SUCCESS = "SUCCESS"
FAILED = "FAILED"


def send(event, context, responseStatus, responseData, physicalResourceId=None, noEcho=False, reason=None):
    body = json.dumps({
        "Status": responseStatus,
        "Reason": reason or "See the details in CloudWatch Log Stream: {}".format(context.log_stream_name),
        "PhysicalResourceId": physicalResourceId or context.log_stream_name,
        "StackId": event["StackId"],
        "RequestId": event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
        "NoEcho": noEcho,
        "Data": responseData,
    }).encode()
    request = urllib.request.Request(event["ResponseURL"], data=body, method="PUT", headers={"content-type": ""})
    try:
        urllib.request.urlopen(request)
    except Exception as error:
        print("send(..) failed executing http.request(..):", error)
`;
