// The handler of a custom resource behind the CDK's provider framework.

exports.handler = async ({ RequestType, ResourceProperties }) => ({
  PhysicalResourceId: "made",
  Data: { Answer: `${RequestType} ${ResourceProperties.name}` },
});
