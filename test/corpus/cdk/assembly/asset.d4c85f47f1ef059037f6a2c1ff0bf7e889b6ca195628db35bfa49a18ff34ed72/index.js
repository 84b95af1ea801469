exports.handler = async () => "from the asset";
