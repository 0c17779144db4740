import type { z } from "zod";
import { PageInput } from "@/lib/services/page";

export const ListProjectsInput = PageInput;
export type ListProjectsInput = z.input<typeof ListProjectsInput>;

export type Project = {
  id: string;
  name: string;
  description: string | null;
  color: string | null;
  panic_mode: boolean;
  created_at: string;
};
