import { IdInput, IdRow } from "@/lib/services/fields";
import { ListMembersInput, Member } from "@/lib/services/members/schema";
import { CreateProjectInput, ListProjectsInput, Project, UpdateProjectInput } from "@/lib/services/projects/schema";
import {
  CreateWorkspaceInput,
  ListWorkspacesInput,
  PanicInput,
  UpdateWorkspaceInput,
  Workspace,
} from "@/lib/services/workspaces/schema";
import { endpointsOf } from "./endpoint";

const workspaces = endpointsOf("Workspaces");
const members = endpointsOf("Members");
const projects = endpointsOf("Projects");

export const workspaceEndpoints = {
  "GET /workspaces": workspaces.accountList({
    operationId: "listWorkspaces",
    summary: "List your workspaces; a management key sees its own",
    scope: "workspace:read",
    input: ListWorkspacesInput,
    output: Workspace,
  }),
  "POST /workspaces": workspaces.accountCreated({
    operationId: "createWorkspace",
    summary: "Found a workspace; takes a signed-in person",
    scope: "workspace:read",
    input: CreateWorkspaceInput,
    output: Workspace,
    example: { name: "My team", slug: "my-team" },
  }),
  "GET /workspaces/{id}": workspaces.one({
    operationId: "getWorkspace",
    summary: "Get the workspace of this request",
    scope: "workspace:read",
    input: IdInput,
    output: Workspace,
  }),
  "PATCH /workspaces/{id}": workspaces.one({
    operationId: "updateWorkspace",
    summary: "Rename or describe the workspace of this request",
    scope: "workspace:write",
    input: UpdateWorkspaceInput,
    output: Workspace,
    example: { name: "Our team" },
  }),
  "POST /workspaces/{id}/panic": workspaces.one({
    operationId: "panicWorkspace",
    summary: "Stop every call of the workspace at once, or let calls pass again",
    scope: "panic:write",
    input: PanicInput,
    output: Workspace,
    example: { panic: true },
  }),
  "GET /members": members.list({
    operationId: "listMembers",
    summary: "List members and their roles",
    scope: "members:read",
    input: ListMembersInput,
    output: Member,
  }),
  "GET /projects": projects.list({
    operationId: "listProjects",
    summary: "List projects",
    scope: "projects:read",
    input: ListProjectsInput,
    output: Project,
  }),
  "POST /projects": projects.created({
    operationId: "createProject",
    summary: "Add a project",
    scope: "projects:write",
    input: CreateProjectInput,
    output: Project,
    example: { name: "Search" },
  }),
  "GET /projects/{id}": projects.one({
    operationId: "getProject",
    summary: "Get a project",
    scope: "projects:read",
    input: IdInput,
    output: Project,
  }),
  "PATCH /projects/{id}": projects.one({
    operationId: "updateProject",
    summary: "Change a project; panic_mode freezes its keys at once",
    scope: "projects:write",
    input: UpdateProjectInput,
    output: Project,
    example: { panic_mode: true },
  }),
  "POST /projects/{id}/panic": projects.one({
    operationId: "panicProject",
    summary: "Stop every call of the project's keys at once, or let calls pass again",
    scope: "panic:write",
    input: PanicInput,
    output: Project,
    example: { panic: true },
  }),
  "DELETE /projects/{id}": projects.one({
    operationId: "deleteProject",
    summary: "Take a project off every list",
    scope: "projects:write",
    input: IdInput,
    output: IdRow,
  }),
};
