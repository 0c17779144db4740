import { vercelAi } from "./clients-ai";
import { anthropic } from "./clients-anthropic";
import { openai } from "./clients-openai";
import type { Case } from "./world";

export const clients: readonly Case[] = [...openai, ...anthropic, ...vercelAi];
