"use server";

import { defineAction } from "@/lib/server/define-action";
import { createProject, deleteProject, panicProject, updateProject } from "@/lib/server/verbs";

const PROJECTS = { revalidate: "/(dashboard)/[workspace]/projects" };
// The shell around every page says which projects are frozen.
const SHELL = { revalidate: "/(dashboard)/[workspace]", scope: "layout" } as const;

export const createProjectAction = defineAction(createProject, PROJECTS);
export const updateProjectAction = defineAction(updateProject, SHELL);
export const deleteProjectAction = defineAction(deleteProject, SHELL);
export const panicProjectAction = defineAction(panicProject, SHELL);
