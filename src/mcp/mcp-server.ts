import { fromJsonSchema, McpServer, type Transport } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toHighwaterError } from '../model/errors.ts';
import { VERSION } from '../model/version.ts';
import { CurrentWarehouse } from './current-warehouse.ts';
import { INSTRUCTIONS, type QueryLimits, type WarehouseTool, warehouseTools } from './warehouse-tools.ts';

export interface McpRequest {
  /** A directory that a sync wrote, or a DuckDB file. */
  readonly place: string;
  readonly limits: QueryLimits;
  readonly now: () => Date;
  /** Errors of the connection itself. */
  readonly onError: (error: Error) => void;
  /** Default: stdin and stdout of this process. */
  readonly transport?: Transport;
}

/** Answers questions about a warehouse over the Model Context Protocol until `close`. https://modelcontextprotocol.io */
export function serveWarehouse({ place, limits, now, onError, transport }: McpRequest): { close(): Promise<void> } {
  const warehouse = new CurrentWarehouse(place);
  const tools = warehouseTools(warehouse, limits, now);
  const server = () => {
    const created = new McpServer({ name: 'highwater', version: VERSION }, { instructions: INSTRUCTIONS });
    for (const tool of tools) register(created, tool);
    return created;
  };
  const connection = serveStdio(server, { onerror: onError, ...(transport === undefined ? {} : { transport }) });
  return {
    close: async () => {
      await connection.close();
      warehouse.close();
    },
  };
}

function register(server: McpServer, { name, title, description, input, answer }: WarehouseTool): void {
  server.registerTool(
    name,
    {
      title,
      description,
      inputSchema: fromJsonSchema<Record<string, unknown>>(input as Parameters<typeof fromJsonSchema>[0]),
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async (args) => {
      try {
        return { content: [{ type: 'text', text: JSON.stringify(await answer(args)) }] };
      } catch (error) {
        const { code, message, hint } = toHighwaterError(error);
        return { content: [{ type: 'text', text: `${code}: ${message}\n${hint}` }], isError: true };
      }
    },
  );
}
