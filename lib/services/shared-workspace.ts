/** Holds what all workspaces share: catalogue, prices, regions, GLOBAL rules. */
export const SHARED_WORKSPACE_ID = "00000000-0000-0000-0000-000000000000";
