import { createConnection, ProposedFeatures } from "vscode-languageserver/node";

import { startServer } from "#server/server.ts";

startServer(createConnection(ProposedFeatures.all), process.env);
