export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "alert_events": {
                  Row: {
                    "acknowledged_at": string | null,"acknowledged_by": string | null,"created_at": string,"id": string,"message": string,"notifications_failed": number,"notifications_sent": number,"resolution_note": string | null,"resolved_at": string | null,"resolved_by": string | null,"rule_id": string,"severity": string,"threshold_value": number | null,"trigger_value": number | null,"triggered_at": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"created_at"?: string,"id"?: string,"message": string,"notifications_failed"?: number,"notifications_sent"?: number,"resolution_note"?: string | null,"resolved_at"?: string | null,"resolved_by"?: string | null,"rule_id": string,"severity"?: string,"threshold_value"?: number | null,"trigger_value"?: number | null,"triggered_at"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "acknowledged_at"?: string | null,"acknowledged_by"?: string | null,"created_at"?: string,"id"?: string,"message"?: string,"notifications_failed"?: number,"notifications_sent"?: number,"resolution_note"?: string | null,"resolved_at"?: string | null,"resolved_by"?: string | null,"rule_id"?: string,"severity"?: string,"threshold_value"?: number | null,"trigger_value"?: number | null,"triggered_at"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_events_acknowledged_by_fkey"
      columns: ["acknowledged_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_events_resolved_by_fkey"
      columns: ["resolved_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_events_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"alert_rule_channels": {
                  Row: {
                    "channel_id": string,"created_at": string,"rule_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "channel_id": string,"created_at"?: string,"rule_id": string,"workspace_id": string
                  }
                  Update: {
                    "channel_id"?: string,"created_at"?: string,"rule_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_rule_channels_workspace_id_channel_id_fkey"
      columns: ["workspace_id","channel_id"]
isOneToOne: false
      referencedRelation: "notification_channels"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "alert_rule_channels_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_rule_channels_workspace_id_rule_id_fkey"
      columns: ["workspace_id","rule_id"]
isOneToOne: false
      referencedRelation: "alert_rules"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"alert_rules": {
                  Row: {
                    "condition_config": NonNullable<Json>,"condition_type": Database["public"]['Enums']["alert_condition_type"],"config_hash": string | null,"cooldown_minutes": number | null,"cooldown_secs": number,"created_at": string,"description": string | null,"id": string,"is_active": boolean,"last_triggered_at": string | null,"name": string,"triggered_count": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "condition_config"?: NonNullable<Json>,"condition_type": Database["public"]['Enums']["alert_condition_type"],"config_hash"?: string | null,"cooldown_minutes"?: never,"cooldown_secs"?: number,"created_at"?: string,"description"?: string | null,"id"?: string,"is_active"?: boolean,"last_triggered_at"?: string | null,"name": string,"triggered_count"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "condition_config"?: NonNullable<Json>,"condition_type"?: Database["public"]['Enums']["alert_condition_type"],"config_hash"?: string | null,"cooldown_minutes"?: never,"cooldown_secs"?: number,"created_at"?: string,"description"?: string | null,"id"?: string,"is_active"?: boolean,"last_triggered_at"?: string | null,"name"?: string,"triggered_count"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_rules_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"alert_silences": {
                  Row: {
                    "created_at": string,"created_by": string | null,"ends_at": string,"id": string,"reason": string | null,"rule_id": string | null,"starts_at": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"created_by"?: string | null,"ends_at": string,"id"?: string,"reason"?: string | null,"rule_id"?: string | null,"starts_at"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"created_by"?: string | null,"ends_at"?: string,"id"?: string,"reason"?: string | null,"rule_id"?: string | null,"starts_at"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "alert_silences_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_silences_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "alert_silences_workspace_id_rule_id_fkey"
      columns: ["workspace_id","rule_id"]
isOneToOne: false
      referencedRelation: "alert_rules"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"api_key_providers": {
                  Row: {
                    "allowed_models": (string)[],"api_key_id": string,"created_at": string,"credential_ids": (string)[],"id": string,"provider_id": string,"updated_at": string,"weight": number | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "allowed_models"?: (string)[],"api_key_id": string,"created_at"?: string,"credential_ids"?: (string)[],"id"?: string,"provider_id": string,"updated_at"?: string,"weight"?: number | null,"workspace_id": string
                  }
                  Update: {
                    "allowed_models"?: (string)[],"api_key_id"?: string,"created_at"?: string,"credential_ids"?: (string)[],"id"?: string,"provider_id"?: string,"updated_at"?: string,"weight"?: number | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "api_key_providers_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_key_providers_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "api_key_providers_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"api_key_secrets": {
                  Row: {
                    "api_key_id": string,"created_at": string,"id": string,"key_hash": string,"updated_at": string,"valid_until": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id": string,"created_at"?: string,"id"?: string,"key_hash": string,"updated_at"?: string,"valid_until": string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string,"created_at"?: string,"id"?: string,"key_hash"?: string,"updated_at"?: string,"valid_until"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "api_key_secrets_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_key_secrets_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"api_key_usage": {
                  Row: {
                    "api_key_id": string,"created_at": string,"last_used_at": string | null,"last_used_ip": unknown,"requests_count": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id": string,"created_at"?: string,"last_used_at"?: string | null,"last_used_ip"?: unknown,"requests_count"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string,"created_at"?: string,"last_used_at"?: string | null,"last_used_ip"?: unknown,"requests_count"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "api_key_usage_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_key_usage_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"api_keys": {
                  Row: {
                    "all_providers": boolean,"allowed_ips": (unknown)[],"allowed_models": (string)[],"allowed_provider_ids": (string)[],"config_hash": string | null,"created_at": string,"created_by": string | null,"customer_id": string | null,"deleted_at": string | null,"description": string | null,"expires_at": string | null,"id": string,"is_active": boolean,"key_hash": string,"key_last4": string,"key_prefix": string,"member_id": string | null,"metadata": NonNullable<Json>,"name": string,"next_rotation_at": string | null,"project_id": string | null,"rate_limit_requests": number | null,"rate_limit_window_ms": number | null,"revoked_at": string | null,"revoked_reason": string | null,"rotation_count": number,"rotation_interval": string | null,"scopes": (string)[],"tags": (string)[],"team_id": string | null,"unpriced_policy": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "all_providers"?: boolean,"allowed_ips"?: (unknown)[],"allowed_models"?: (string)[],"allowed_provider_ids"?: (string)[],"config_hash"?: string | null,"created_at"?: string,"created_by"?: string | null,"customer_id"?: string | null,"deleted_at"?: string | null,"description"?: string | null,"expires_at"?: string | null,"id"?: string,"is_active"?: boolean,"key_hash": string,"key_last4": string,"key_prefix": string,"member_id"?: string | null,"metadata"?: NonNullable<Json>,"name": string,"next_rotation_at"?: string | null,"project_id"?: string | null,"rate_limit_requests"?: number | null,"rate_limit_window_ms"?: number | null,"revoked_at"?: string | null,"revoked_reason"?: string | null,"rotation_count"?: number,"rotation_interval"?: string | null,"scopes"?: (string)[],"tags"?: (string)[],"team_id"?: string | null,"unpriced_policy"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "all_providers"?: boolean,"allowed_ips"?: (unknown)[],"allowed_models"?: (string)[],"allowed_provider_ids"?: (string)[],"config_hash"?: string | null,"created_at"?: string,"created_by"?: string | null,"customer_id"?: string | null,"deleted_at"?: string | null,"description"?: string | null,"expires_at"?: string | null,"id"?: string,"is_active"?: boolean,"key_hash"?: string,"key_last4"?: string,"key_prefix"?: string,"member_id"?: string | null,"metadata"?: NonNullable<Json>,"name"?: string,"next_rotation_at"?: string | null,"project_id"?: string | null,"rate_limit_requests"?: number | null,"rate_limit_window_ms"?: number | null,"revoked_at"?: string | null,"revoked_reason"?: string | null,"rotation_count"?: number,"rotation_interval"?: string | null,"scopes"?: (string)[],"tags"?: (string)[],"team_id"?: string | null,"unpriced_policy"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "api_keys_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "api_keys_workspace_id_customer_id_fkey"
      columns: ["workspace_id","customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_keys_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "api_keys_workspace_id_member_id_fkey"
      columns: ["workspace_id","member_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_keys_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "api_keys_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"audit_heads": {
                  Row: {
                    "created_at": string,"hash": string,"seq": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"hash"?: string,"seq"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"hash"?: string,"seq"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "audit_heads_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: true
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"audit_logs": {
                  Row: {
                    "action": string,"api_key_id": string | null,"changes": NonNullable<Json>,"created_at": string,"hash": string,"id": string,"ip_address": unknown,"metadata": NonNullable<Json>,"prev_hash": string,"request_id": string | null,"resource_id": string,"resource_type": string,"seq": number,"user_agent": string | null,"user_id": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"api_key_id"?: string | null,"changes"?: NonNullable<Json>,"created_at": string,"hash": string,"id"?: string,"ip_address"?: unknown,"metadata"?: NonNullable<Json>,"prev_hash": string,"request_id"?: string | null,"resource_id": string,"resource_type": string,"seq": number,"user_agent"?: string | null,"user_id"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "action"?: string,"api_key_id"?: string | null,"changes"?: NonNullable<Json>,"created_at"?: string,"hash"?: string,"id"?: string,"ip_address"?: unknown,"metadata"?: NonNullable<Json>,"prev_hash"?: string,"request_id"?: string | null,"resource_id"?: string,"resource_type"?: string,"seq"?: number,"user_agent"?: string | null,"user_id"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "audit_logs_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"budget_crossings": {
                  Row: {
                    "budget_id": string,"created_at": string,"id": string,"is_soft": boolean,"limit_cents": number,"period_start_date": string,"request_id": string | null,"rule_id": string,"subject": string,"threshold": number,"used_cents": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "budget_id": string,"created_at"?: string,"id"?: string,"is_soft": boolean,"limit_cents": number,"period_start_date": string,"request_id"?: string | null,"rule_id": string,"subject": string,"threshold": number,"used_cents": number,"workspace_id": string
                  }
                  Update: {
                    "budget_id"?: string,"created_at"?: string,"id"?: string,"is_soft"?: boolean,"limit_cents"?: number,"period_start_date"?: string,"request_id"?: string | null,"rule_id"?: string,"subject"?: string,"threshold"?: number,"used_cents"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "budget_crossings_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"budget_history": {
                  Row: {
                    "actual_spent_cents": number,"budget_amount_cents": number,"budget_id": string,"created_at": string,"error_count": number,"id": string,"period_end_date": string,"period_start_date": string,"request_count": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actual_spent_cents": number,"budget_amount_cents": number,"budget_id": string,"created_at"?: string,"error_count": number,"id"?: string,"period_end_date": string,"period_start_date": string,"request_count": number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "actual_spent_cents"?: number,"budget_amount_cents"?: number,"budget_id"?: string,"created_at"?: string,"error_count"?: number,"id"?: string,"period_end_date"?: string,"period_start_date"?: string,"request_count"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "budget_history_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"budgets": {
                  Row: {
                    "alert_thresholds": (number)[],"amount_cents": number,"api_key_id": string | null,"calendar_aligned": boolean,"config_hash": string | null,"counted": unknown,"created_at": string,"credential_id": string | null,"customer_id": string | null,"description": string | null,"duration": string | null,"end_user_id": string | null,"endpoint_id": string | null,"fiscal_start": string | null,"id": string,"is_active": boolean,"is_hard_limit": boolean,"last_alert_threshold": number | null,"member_id": string | null,"model_pattern": string | null,"model_tier_id": string | null,"model_tier_workspace_id": string | null,"name": string,"override_amount_cents": number | null,"override_until": string | null,"per": (string)[],"period": Database["public"]['Enums']["budget_period"],"period_end_date": string | null,"period_start_date": string | null,"project_id": string | null,"provider_id": string | null,"reset_anchor": string | null,"scope": Database["public"]['Enums']["policy_scope"] | null,"soft_amount_cents": number | null,"tag": string | null,"team_id": string | null,"template_id": string | null,"timezone": string,"updated_at": string,"usage_reset_at": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alert_thresholds"?: (number)[],"amount_cents": number,"api_key_id"?: string | null,"calendar_aligned"?: boolean,"config_hash"?: string | null,"counted"?: unknown,"created_at"?: string,"credential_id"?: string | null,"customer_id"?: string | null,"description"?: string | null,"duration"?: string | null,"end_user_id"?: string | null,"endpoint_id"?: string | null,"fiscal_start"?: string | null,"id"?: string,"is_active"?: boolean,"is_hard_limit"?: boolean,"last_alert_threshold"?: number | null,"member_id"?: string | null,"model_pattern"?: string | null,"model_tier_id"?: string | null,"model_tier_workspace_id"?: string | null,"name": string,"override_amount_cents"?: number | null,"override_until"?: string | null,"per"?: (string)[],"period"?: Database["public"]['Enums']["budget_period"],"period_end_date"?: string | null,"period_start_date"?: string | null,"project_id"?: string | null,"provider_id"?: string | null,"reset_anchor"?: string | null,"scope"?: never,"soft_amount_cents"?: number | null,"tag"?: string | null,"team_id"?: string | null,"template_id"?: string | null,"timezone"?: string,"updated_at"?: string,"usage_reset_at"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "alert_thresholds"?: (number)[],"amount_cents"?: number,"api_key_id"?: string | null,"calendar_aligned"?: boolean,"config_hash"?: string | null,"counted"?: unknown,"created_at"?: string,"credential_id"?: string | null,"customer_id"?: string | null,"description"?: string | null,"duration"?: string | null,"end_user_id"?: string | null,"endpoint_id"?: string | null,"fiscal_start"?: string | null,"id"?: string,"is_active"?: boolean,"is_hard_limit"?: boolean,"last_alert_threshold"?: number | null,"member_id"?: string | null,"model_pattern"?: string | null,"model_tier_id"?: string | null,"model_tier_workspace_id"?: string | null,"name"?: string,"override_amount_cents"?: number | null,"override_until"?: string | null,"per"?: (string)[],"period"?: Database["public"]['Enums']["budget_period"],"period_end_date"?: string | null,"period_start_date"?: string | null,"project_id"?: string | null,"provider_id"?: string | null,"reset_anchor"?: string | null,"scope"?: never,"soft_amount_cents"?: number | null,"tag"?: string | null,"team_id"?: string | null,"template_id"?: string | null,"timezone"?: string,"updated_at"?: string,"usage_reset_at"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "budgets_model_tier_workspace_id_model_tier_id_fkey"
      columns: ["model_tier_workspace_id","model_tier_id"]
isOneToOne: false
      referencedRelation: "model_tiers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_credential_id_fkey"
      columns: ["workspace_id","credential_id"]
isOneToOne: false
      referencedRelation: "provider_credentials"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_customer_id_fkey"
      columns: ["workspace_id","customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_endpoint_id_fkey"
      columns: ["workspace_id","endpoint_id"]
isOneToOne: false
      referencedRelation: "provider_endpoints"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "budgets_workspace_id_member_id_fkey"
      columns: ["workspace_id","member_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "budgets_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"config_versions": {
                  Row: {
                    "created_at": string,"n": number,"part": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"n": number,"part": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"n"?: number,"part"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "config_versions_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"credit_accounts": {
                  Row: {
                    "created_at": string,"id": string,"kind": string,"spent": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"kind": string,"spent"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"kind"?: string,"spent"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "credit_accounts_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"credit_purchases": {
                  Row: {
                    "amount": number,"created_at": string,"expires_at": string | null,"id": string,"kind": string,"lapsed_at": string | null,"purchased_by": string | null,"reference": string | null,"remaining": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "amount": number,"created_at"?: string,"expires_at"?: string | null,"id"?: string,"kind": string,"lapsed_at"?: string | null,"purchased_by"?: string | null,"reference"?: string | null,"remaining": number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "amount"?: number,"created_at"?: string,"expires_at"?: string | null,"id"?: string,"kind"?: string,"lapsed_at"?: string | null,"purchased_by"?: string | null,"reference"?: string | null,"remaining"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "credit_purchases_purchased_by_fkey"
      columns: ["purchased_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "credit_purchases_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"cron_jobs": {
                  Row: {
                    "created_at": string,"holder": string | null,"last_error": string | null,"last_run_at": string | null,"lease_until": string | null,"name": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"holder"?: string | null,"last_error"?: string | null,"last_run_at"?: string | null,"lease_until"?: string | null,"name": string,"updated_at"?: string
                  }
                  Update: {
                    "created_at"?: string,"holder"?: string | null,"last_error"?: string | null,"last_run_at"?: string | null,"lease_until"?: string | null,"name"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    
                  ]
                },"customers": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"id": string,"name": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"id"?: string,"name": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"id"?: string,"name"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "customers_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"dead_records": {
                  Row: {
                    "created_at": string,"id": string,"reason": string,"record": NonNullable<Json>,"request_id": string | null,"sqlstate": string | null,"workspace_id": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"reason": string,"record": NonNullable<Json>,"request_id"?: string | null,"sqlstate"?: string | null,"workspace_id"?: string | null
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"reason"?: string,"record"?: NonNullable<Json>,"request_id"?: string | null,"sqlstate"?: string | null,"workspace_id"?: string | null
                  }
                  Relationships: [
                    
                  ]
                },"end_users": {
                  Row: {
                    "alias": string | null,"allowed_model_region": string | null,"blocked": boolean,"config_hash": string | null,"created_at": string,"default_model": string | null,"external_id": string,"id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alias"?: string | null,"allowed_model_region"?: string | null,"blocked"?: boolean,"config_hash"?: string | null,"created_at"?: string,"default_model"?: string | null,"external_id": string,"id"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "alias"?: string | null,"allowed_model_region"?: string | null,"blocked"?: boolean,"config_hash"?: string | null,"created_at"?: string,"default_model"?: string | null,"external_id"?: string,"id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "end_users_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"entity_names": {
                  Row: {
                    "created_at": string,"entity_id": string,"entity_table": string,"name": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"entity_id": string,"entity_table": string,"name": string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"entity_id"?: string,"entity_table"?: string,"name"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "entity_names_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"event_reads": {
                  Row: {
                    "created_at": string,"event_id": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"event_id": string,"user_id"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"event_id"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "event_reads_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "event_reads_workspace_id_user_id_fkey"
      columns: ["workspace_id","user_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","user_id"]
    }
                  ]
                },"geo_regions": {
                  Row: {
                    "code": string,"config_hash": string | null,"countries": (string)[],"created_at": string,"id": string,"name": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "code": string,"config_hash"?: string | null,"countries": (string)[],"created_at"?: string,"id"?: string,"name": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "code"?: string,"config_hash"?: string | null,"countries"?: (string)[],"created_at"?: string,"id"?: string,"name"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "geo_regions_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"geo_rules": {
                  Row: {
                    "action": Database["public"]['Enums']["rule_action"],"code": string,"config_hash": string | null,"created_at": string,"id": string,"is_active": boolean,"note": string | null,"project_id": string | null,"scope": Database["public"]['Enums']["geo_scope"],"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": Database["public"]['Enums']["rule_action"],"code": string,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"project_id"?: string | null,"scope": Database["public"]['Enums']["geo_scope"],"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "action"?: Database["public"]['Enums']["rule_action"],"code"?: string,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"project_id"?: string | null,"scope"?: Database["public"]['Enums']["geo_scope"],"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "geo_rules_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "geo_rules_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"idempotency_keys": {
                  Row: {
                    "created_at": string,"created_by": string,"key": string,"request_hash": string,"response": Json | null,"state": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"created_by"?: string,"key": string,"request_hash": string,"response"?: Json | null,"state"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"created_by"?: string,"key"?: string,"request_hash"?: string,"response"?: Json | null,"state"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "idempotency_keys_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"ip_rules": {
                  Row: {
                    "action": Database["public"]['Enums']["rule_action"],"cidr": unknown,"config_hash": string | null,"created_at": string,"id": string,"is_active": boolean,"note": string | null,"project_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": Database["public"]['Enums']["rule_action"],"cidr": unknown,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"project_id"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "action"?: Database["public"]['Enums']["rule_action"],"cidr"?: unknown,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"project_id"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "ip_rules_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "ip_rules_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"mail_messages": {
                  Row: {
                    "body_html": string | null,"body_text": string,"created_at": string,"error_message": string | null,"id": string,"recipient": string,"sent_at": string | null,"subject": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "body_html"?: string | null,"body_text": string,"created_at"?: string,"error_message"?: string | null,"id"?: string,"recipient": string,"sent_at"?: string | null,"subject": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "body_html"?: string | null,"body_text"?: string,"created_at"?: string,"error_message"?: string | null,"id"?: string,"recipient"?: string,"sent_at"?: string | null,"subject"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "mail_messages_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"management_keys": {
                  Row: {
                    "allowed_ips": (unknown)[],"created_at": string,"created_by": string | null,"expires_at": string | null,"id": string,"key_hash": string,"key_last4": string,"key_prefix": string,"last_used_at": string | null,"member_id": string,"name": string,"revoked_at": string | null,"role": Database["public"]['Enums']["role"],"scopes": (string)[],"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "allowed_ips"?: (unknown)[],"created_at"?: string,"created_by"?: string | null,"expires_at"?: string | null,"id"?: string,"key_hash": string,"key_last4": string,"key_prefix": string,"last_used_at"?: string | null,"member_id": string,"name": string,"revoked_at"?: string | null,"role": Database["public"]['Enums']["role"],"scopes"?: (string)[],"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "allowed_ips"?: (unknown)[],"created_at"?: string,"created_by"?: string | null,"expires_at"?: string | null,"id"?: string,"key_hash"?: string,"key_last4"?: string,"key_prefix"?: string,"last_used_at"?: string | null,"member_id"?: string,"name"?: string,"revoked_at"?: string | null,"role"?: Database["public"]['Enums']["role"],"scopes"?: (string)[],"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "management_keys_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "management_keys_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "management_keys_workspace_id_member_id_fkey"
      columns: ["workspace_id","member_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"member_profiles": {
                  Row: {
                    "avatar_url": string | null,"created_at": string,"email": string,"full_name": string | null,"updated_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "avatar_url"?: string | null,"created_at"?: string,"email": string,"full_name"?: string | null,"updated_at"?: string,"user_id": string
                  }
                  Update: {
                    "avatar_url"?: string | null,"created_at"?: string,"email"?: string,"full_name"?: string | null,"updated_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "member_profiles_user_id_fkey"
      columns: ["user_id"]
isOneToOne: true
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"mfa_used_steps": {
                  Row: {
                    "created_at": string,"step": number,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"step": number,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"step"?: number,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "mfa_used_steps_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"model_aliases": {
                  Row: {
                    "alias": string,"config_hash": string | null,"created_at": string,"id": string,"target": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "alias": string,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"target": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "alias"?: string,"config_hash"?: string | null,"created_at"?: string,"id"?: string,"target"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "model_aliases_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"model_rules": {
                  Row: {
                    "action": Database["public"]['Enums']["rule_action"],"config_hash": string | null,"created_at": string,"id": string,"is_active": boolean,"note": string | null,"pattern": string,"project_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": Database["public"]['Enums']["rule_action"],"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"pattern": string,"project_id"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "action"?: Database["public"]['Enums']["rule_action"],"config_hash"?: string | null,"created_at"?: string,"id"?: string,"is_active"?: boolean,"note"?: string | null,"pattern"?: string,"project_id"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "model_rules_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "model_rules_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"model_tiers": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"description": string | null,"id": string,"name": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"name": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"name"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "model_tiers_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"models": {
                  Row: {
                    "config_hash": string | null,"context_window": number | null,"created_at": string,"id": string,"max_output_tokens": number | null,"mode": string | null,"name": string,"provider_id": string | null,"provider_workspace_id": string | null,"tier_id": string | null,"tier_workspace_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"context_window"?: number | null,"created_at"?: string,"id"?: string,"max_output_tokens"?: number | null,"mode"?: string | null,"name": string,"provider_id"?: string | null,"provider_workspace_id"?: string | null,"tier_id"?: string | null,"tier_workspace_id"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"context_window"?: number | null,"created_at"?: string,"id"?: string,"max_output_tokens"?: number | null,"mode"?: string | null,"name"?: string,"provider_id"?: string | null,"provider_workspace_id"?: string | null,"tier_id"?: string | null,"tier_workspace_id"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "models_provider_workspace_id_provider_id_fkey"
      columns: ["provider_workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "models_tier_workspace_id_tier_id_fkey"
      columns: ["tier_workspace_id","tier_id"]
isOneToOne: false
      referencedRelation: "model_tiers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "models_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"notification_channels": {
                  Row: {
                    "config": NonNullable<Json>,"config_hash": string | null,"created_at": string,"display_target": string | null,"failure_count": number,"id": string,"is_active": boolean,"is_verified": boolean,"last_failure_at": string | null,"last_failure_reason": string | null,"last_sent_at": string | null,"name": string,"secret_id": string | null,"type": Database["public"]['Enums']["channel_type"],"updated_at": string,"verification_token": string | null,"verified_at": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"display_target"?: string | null,"failure_count"?: number,"id"?: string,"is_active"?: boolean,"is_verified"?: boolean,"last_failure_at"?: string | null,"last_failure_reason"?: string | null,"last_sent_at"?: string | null,"name": string,"secret_id"?: string | null,"type": Database["public"]['Enums']["channel_type"],"updated_at"?: string,"verification_token"?: string | null,"verified_at"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"display_target"?: string | null,"failure_count"?: number,"id"?: string,"is_active"?: boolean,"is_verified"?: boolean,"last_failure_at"?: string | null,"last_failure_reason"?: string | null,"last_sent_at"?: string | null,"name"?: string,"secret_id"?: string | null,"type"?: Database["public"]['Enums']["channel_type"],"updated_at"?: string,"verification_token"?: string | null,"verified_at"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notification_channels_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notification_channels_workspace_id_secret_id_fkey"
      columns: ["workspace_id","secret_id"]
isOneToOne: false
      referencedRelation: "secrets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"notification_preferences": {
                  Row: {
                    "channel": string,"created_at": string,"event": string,"is_enabled": boolean,"updated_at": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "channel"?: string,"created_at"?: string,"event": string,"is_enabled"?: boolean,"updated_at"?: string,"user_id"?: string,"workspace_id": string
                  }
                  Update: {
                    "channel"?: string,"created_at"?: string,"event"?: string,"is_enabled"?: boolean,"updated_at"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notification_preferences_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notification_preferences_workspace_id_user_id_fkey"
      columns: ["workspace_id","user_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","user_id"]
    }
                  ]
                },"operators": {
                  Row: {
                    "created_at": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "operators_user_id_fkey"
      columns: ["user_id"]
isOneToOne: true
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"outbox": {
                  Row: {
                    "attempts": number,"available_at": string,"created_at": string,"done_at": string | null,"id": string,"kind": string,"last_error": string | null,"locked_until": string | null,"payload": NonNullable<Json>,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempts"?: number,"available_at"?: string,"created_at"?: string,"done_at"?: string | null,"id"?: string,"kind": string,"last_error"?: string | null,"locked_until"?: string | null,"payload"?: NonNullable<Json>,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "attempts"?: number,"available_at"?: string,"created_at"?: string,"done_at"?: string | null,"id"?: string,"kind"?: string,"last_error"?: string | null,"locked_until"?: string | null,"payload"?: NonNullable<Json>,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "outbox_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"price_versions": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"effective_from": string,"id": string,"model": string,"prices": NonNullable<Json>,"provider": string,"request_type": string,"source": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"effective_from": string,"id"?: string,"model": string,"prices": NonNullable<Json>,"provider"?: string,"request_type"?: string,"source"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"effective_from"?: string,"id"?: string,"model"?: string,"prices"?: NonNullable<Json>,"provider"?: string,"request_type"?: string,"source"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "price_versions_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"pricing_overrides": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"effective_from": string,"id": string,"is_active": boolean,"match_type": string,"name": string,"patch": NonNullable<Json>,"pattern": string,"provider_id": string | null,"provider_key_id": string | null,"request_types": (string)[],"scope_kind": string,"updated_at": string,"virtual_key_id": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"effective_from"?: string,"id"?: string,"is_active"?: boolean,"match_type"?: string,"name": string,"patch": NonNullable<Json>,"pattern": string,"provider_id"?: string | null,"provider_key_id"?: string | null,"request_types"?: (string)[],"scope_kind": string,"updated_at"?: string,"virtual_key_id"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"effective_from"?: string,"id"?: string,"is_active"?: boolean,"match_type"?: string,"name"?: string,"patch"?: NonNullable<Json>,"pattern"?: string,"provider_id"?: string | null,"provider_key_id"?: string | null,"request_types"?: (string)[],"scope_kind"?: string,"updated_at"?: string,"virtual_key_id"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "pricing_overrides_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "pricing_overrides_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "pricing_overrides_workspace_id_provider_id_provider_key_id_fkey"
      columns: ["workspace_id","provider_id","provider_key_id"]
isOneToOne: false
      referencedRelation: "provider_credentials"
      referencedColumns: ["workspace_id","provider_id","id"]
    },{
      foreignKeyName: "pricing_overrides_workspace_id_virtual_key_id_fkey"
      columns: ["workspace_id","virtual_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"projects": {
                  Row: {
                    "color": string | null,"config_hash": string | null,"created_at": string,"deleted_at": string | null,"description": string | null,"id": string,"name": string,"panic_mode": boolean,"settings": NonNullable<Json>,"team_id": string | null,"thresholds": NonNullable<Json>,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "color"?: string | null,"config_hash"?: string | null,"created_at"?: string,"deleted_at"?: string | null,"description"?: string | null,"id"?: string,"name": string,"panic_mode"?: boolean,"settings"?: NonNullable<Json>,"team_id"?: string | null,"thresholds"?: NonNullable<Json>,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "color"?: string | null,"config_hash"?: string | null,"created_at"?: string,"deleted_at"?: string | null,"description"?: string | null,"id"?: string,"name"?: string,"panic_mode"?: boolean,"settings"?: NonNullable<Json>,"team_id"?: string | null,"thresholds"?: NonNullable<Json>,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "projects_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "projects_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"provider_credentials": {
                  Row: {
                    "config": NonNullable<Json>,"config_hash": string | null,"created_at": string,"enabled": boolean,"id": string,"models": (string)[],"name": string,"project_id": string | null,"provider_id": string,"secret_id": string | null,"updated_at": string,"use_for_batch_api": boolean,"weight": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"enabled"?: boolean,"id"?: string,"models"?: (string)[],"name": string,"project_id"?: string | null,"provider_id": string,"secret_id"?: string | null,"updated_at"?: string,"use_for_batch_api"?: boolean,"weight"?: number,"workspace_id": string
                  }
                  Update: {
                    "config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"enabled"?: boolean,"id"?: string,"models"?: (string)[],"name"?: string,"project_id"?: string | null,"provider_id"?: string,"secret_id"?: string | null,"updated_at"?: string,"use_for_batch_api"?: boolean,"weight"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "provider_credentials_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "provider_credentials_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "provider_credentials_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "provider_credentials_workspace_id_secret_id_fkey"
      columns: ["workspace_id","secret_id"]
isOneToOne: false
      referencedRelation: "secrets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"provider_endpoints": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"description": string | null,"id": string,"is_active": boolean,"method": string | null,"name": string,"path_pattern": string,"pricing_model": Json | null,"provider_id": string,"rate_limit_requests": number | null,"rate_limit_window_ms": number | null,"timeout_ms": number | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"is_active"?: boolean,"method"?: string | null,"name": string,"path_pattern": string,"pricing_model"?: Json | null,"provider_id": string,"rate_limit_requests"?: number | null,"rate_limit_window_ms"?: number | null,"timeout_ms"?: number | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"is_active"?: boolean,"method"?: string | null,"name"?: string,"path_pattern"?: string,"pricing_model"?: Json | null,"provider_id"?: string,"rate_limit_requests"?: number | null,"rate_limit_window_ms"?: number | null,"timeout_ms"?: number | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "provider_endpoints_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "provider_endpoints_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"provider_health": {
                  Row: {
                    "consecutive_failures": number,"created_at": string,"history": NonNullable<Json>,"is_healthy": boolean | null,"last_health_check_at": string | null,"provider_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "consecutive_failures"?: number,"created_at"?: string,"history"?: NonNullable<Json>,"is_healthy"?: boolean | null,"last_health_check_at"?: string | null,"provider_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "consecutive_failures"?: number,"created_at"?: string,"history"?: NonNullable<Json>,"is_healthy"?: boolean | null,"last_health_check_at"?: string | null,"provider_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "provider_health_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "provider_health_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"providers": {
                  Row: {
                    "auth_config": NonNullable<Json>,"auth_method": Database["public"]['Enums']["auth_method"],"base_url": string,"cache_enabled": boolean,"cache_key_headers": (string)[],"cache_ttl_seconds": number | null,"color": string | null,"config_hash": string | null,"created_at": string,"custom_headers": NonNullable<Json>,"deleted_at": string | null,"description": string | null,"dialect": string,"forward_headers": (string)[],"health_check_enabled": boolean,"health_check_interval_seconds": number | null,"health_check_path": string | null,"id": string,"is_active": boolean,"logo_url": string | null,"max_retries": number,"name": string,"pricing_model": Json | null,"retry_delay_ms": number,"slug": string,"strip_headers": (string)[],"timeout_ms": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "auth_config"?: NonNullable<Json>,"auth_method"?: Database["public"]['Enums']["auth_method"],"base_url": string,"cache_enabled"?: boolean,"cache_key_headers"?: (string)[],"cache_ttl_seconds"?: number | null,"color"?: string | null,"config_hash"?: string | null,"created_at"?: string,"custom_headers"?: NonNullable<Json>,"deleted_at"?: string | null,"description"?: string | null,"dialect"?: string,"forward_headers"?: (string)[],"health_check_enabled"?: boolean,"health_check_interval_seconds"?: number | null,"health_check_path"?: string | null,"id"?: string,"is_active"?: boolean,"logo_url"?: string | null,"max_retries"?: number,"name": string,"pricing_model"?: Json | null,"retry_delay_ms"?: number,"slug": string,"strip_headers"?: (string)[],"timeout_ms"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "auth_config"?: NonNullable<Json>,"auth_method"?: Database["public"]['Enums']["auth_method"],"base_url"?: string,"cache_enabled"?: boolean,"cache_key_headers"?: (string)[],"cache_ttl_seconds"?: number | null,"color"?: string | null,"config_hash"?: string | null,"created_at"?: string,"custom_headers"?: NonNullable<Json>,"deleted_at"?: string | null,"description"?: string | null,"dialect"?: string,"forward_headers"?: (string)[],"health_check_enabled"?: boolean,"health_check_interval_seconds"?: number | null,"health_check_path"?: string | null,"id"?: string,"is_active"?: boolean,"logo_url"?: string | null,"max_retries"?: number,"name"?: string,"pricing_model"?: Json | null,"retry_delay_ms"?: number,"slug"?: string,"strip_headers"?: (string)[],"timeout_ms"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "providers_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"rate_limits": {
                  Row: {
                    "api_key_id": string | null,"bucket_size": number | null,"calendar_aligned": boolean,"config_hash": string | null,"counted": unknown,"created_at": string,"credential_id": string | null,"customer_id": string | null,"description": string | null,"duration": string | null,"end_user_id": string | null,"endpoint_id": string | null,"enforcement": string,"id": string,"is_active": boolean,"max_wait_ms": number | null,"member_id": string | null,"method": string | null,"metric": Database["public"]['Enums']["limit_metric"],"model_pattern": string | null,"model_tier_id": string | null,"model_tier_workspace_id": string | null,"name": string,"path_pattern": string | null,"per": (string)[],"priority": number,"project_id": string | null,"provider_id": string | null,"refill_rate": number | null,"requests": number,"scope": Database["public"]['Enums']["policy_scope"] | null,"strategy": Database["public"]['Enums']["rate_limit_strategy"],"tag": string | null,"team_id": string | null,"timeout_ms": number | null,"timezone": string,"updated_at": string,"usage_reset_at": string | null,"window_ms": number | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id"?: string | null,"bucket_size"?: number | null,"calendar_aligned"?: boolean,"config_hash"?: string | null,"counted"?: unknown,"created_at"?: string,"credential_id"?: string | null,"customer_id"?: string | null,"description"?: string | null,"duration"?: string | null,"end_user_id"?: string | null,"endpoint_id"?: string | null,"enforcement"?: string,"id"?: string,"is_active"?: boolean,"max_wait_ms"?: number | null,"member_id"?: string | null,"method"?: string | null,"metric"?: Database["public"]['Enums']["limit_metric"],"model_pattern"?: string | null,"model_tier_id"?: string | null,"model_tier_workspace_id"?: string | null,"name": string,"path_pattern"?: string | null,"per"?: (string)[],"priority"?: number,"project_id"?: string | null,"provider_id"?: string | null,"refill_rate"?: number | null,"requests": number,"scope"?: never,"strategy"?: Database["public"]['Enums']["rate_limit_strategy"],"tag"?: string | null,"team_id"?: string | null,"timeout_ms"?: never,"timezone"?: string,"updated_at"?: string,"usage_reset_at"?: string | null,"window_ms"?: number | null,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string | null,"bucket_size"?: number | null,"calendar_aligned"?: boolean,"config_hash"?: string | null,"counted"?: unknown,"created_at"?: string,"credential_id"?: string | null,"customer_id"?: string | null,"description"?: string | null,"duration"?: string | null,"end_user_id"?: string | null,"endpoint_id"?: string | null,"enforcement"?: string,"id"?: string,"is_active"?: boolean,"max_wait_ms"?: number | null,"member_id"?: string | null,"method"?: string | null,"metric"?: Database["public"]['Enums']["limit_metric"],"model_pattern"?: string | null,"model_tier_id"?: string | null,"model_tier_workspace_id"?: string | null,"name"?: string,"path_pattern"?: string | null,"per"?: (string)[],"priority"?: number,"project_id"?: string | null,"provider_id"?: string | null,"refill_rate"?: number | null,"requests"?: number,"scope"?: never,"strategy"?: Database["public"]['Enums']["rate_limit_strategy"],"tag"?: string | null,"team_id"?: string | null,"timeout_ms"?: never,"timezone"?: string,"updated_at"?: string,"usage_reset_at"?: string | null,"window_ms"?: number | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "rate_limits_model_tier_workspace_id_model_tier_id_fkey"
      columns: ["model_tier_workspace_id","model_tier_id"]
isOneToOne: false
      referencedRelation: "model_tiers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_credential_id_fkey"
      columns: ["workspace_id","credential_id"]
isOneToOne: false
      referencedRelation: "provider_credentials"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_customer_id_fkey"
      columns: ["workspace_id","customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_endpoint_id_fkey"
      columns: ["workspace_id","endpoint_id"]
isOneToOne: false
      referencedRelation: "provider_endpoints"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_member_id_fkey"
      columns: ["workspace_id","member_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_project_id_fkey"
      columns: ["workspace_id","project_id"]
isOneToOne: false
      referencedRelation: "projects"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "rate_limits_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"request_bodies": {
                  Row: {
                    "created_at": string,"is_truncated": boolean,"request": string | null,"request_id": string,"response": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at": string,"is_truncated"?: boolean,"request"?: string | null,"request_id": string,"response"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"is_truncated"?: boolean,"request"?: string | null,"request_id"?: string,"response"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_bodies_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"request_details": {
                  Row: {
                    "created_at": string,"price_lines": Json | null,"request_headers": Json | null,"request_id": string,"response_headers": Json | null,"route_trace": Json | null,"timings": Json | null,"verdicts": Json | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at": string,"price_lines"?: Json | null,"request_headers"?: Json | null,"request_id": string,"response_headers"?: Json | null,"route_trace"?: Json | null,"timings"?: Json | null,"verdicts"?: Json | null,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"price_lines"?: Json | null,"request_headers"?: Json | null,"request_id"?: string,"response_headers"?: Json | null,"route_trace"?: Json | null,"timings"?: Json | null,"verdicts"?: Json | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_details_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"request_logs": {
                  Row: {
                    "api_key_id": string | null,"attempts": Json | null,"cache_hit": boolean,"cache_key": string | null,"client_ip": unknown,"cost_cents": number | null,"country": string | null,"created_at": string,"credential_id": string | null,"customer_id": string | null,"decision": string,"end_user_id": string | null,"endpoint_id": string | null,"error_code": string | null,"error_message": string | null,"id": string,"internal_reason": string | null,"is_retry": boolean,"is_stream": boolean,"latency_ms": number | null,"member_id": string | null,"method": string | null,"model": string | null,"origin": string | null,"original_request_id": string | null,"outcome": string,"overhead_ms": number | null,"parent_request_id": string | null,"parent_span_id": string | null,"path": string | null,"price_version_id": string | null,"project_id": string | null,"provider_id": string | null,"query_params": Json | null,"rate_limit_remaining": number | null,"rate_limit_reset_at": string | null,"rate_limited": boolean,"region": string | null,"repeat_count": number,"request_client": string | null,"request_host": string | null,"request_id": string,"request_size_bytes": number | null,"request_type": string | null,"requested_model": string | null,"response_size_bytes": number | null,"retry_count": number,"route": string | null,"routing_rule_id": string | null,"session_id": string | null,"status_code": number | null,"tags": (string)[],"team_id": string | null,"time_to_first_byte_ms": number | null,"tokens_cached": number | null,"tokens_input": number | null,"tokens_output": number | null,"tokens_reasoning": number | null,"tokens_total": number | null,"trace_id": string | null,"upstream_latency_ms": number | null,"usage_estimated": boolean,"user_agent": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id"?: string | null,"attempts"?: Json | null,"cache_hit"?: boolean,"cache_key"?: string | null,"client_ip"?: unknown,"cost_cents"?: number | null,"country"?: string | null,"created_at": string,"credential_id"?: string | null,"customer_id"?: string | null,"decision"?: string,"end_user_id"?: string | null,"endpoint_id"?: string | null,"error_code"?: string | null,"error_message"?: string | null,"id"?: never,"internal_reason"?: string | null,"is_retry"?: boolean,"is_stream"?: boolean,"latency_ms"?: number | null,"member_id"?: string | null,"method"?: string | null,"model"?: string | null,"origin"?: string | null,"original_request_id"?: string | null,"outcome": string,"overhead_ms"?: number | null,"parent_request_id"?: string | null,"parent_span_id"?: string | null,"path"?: string | null,"price_version_id"?: string | null,"project_id"?: string | null,"provider_id"?: string | null,"query_params"?: Json | null,"rate_limit_remaining"?: number | null,"rate_limit_reset_at"?: string | null,"rate_limited"?: boolean,"region"?: string | null,"repeat_count"?: number,"request_client"?: string | null,"request_host"?: string | null,"request_id": string,"request_size_bytes"?: number | null,"request_type"?: string | null,"requested_model"?: string | null,"response_size_bytes"?: number | null,"retry_count"?: number,"route"?: string | null,"routing_rule_id"?: string | null,"session_id"?: string | null,"status_code"?: number | null,"tags"?: (string)[],"team_id"?: string | null,"time_to_first_byte_ms"?: number | null,"tokens_cached"?: number | null,"tokens_input"?: number | null,"tokens_output"?: number | null,"tokens_reasoning"?: number | null,"tokens_total"?: number | null,"trace_id"?: string | null,"upstream_latency_ms"?: number | null,"usage_estimated"?: boolean,"user_agent"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string | null,"attempts"?: Json | null,"cache_hit"?: boolean,"cache_key"?: string | null,"client_ip"?: unknown,"cost_cents"?: number | null,"country"?: string | null,"created_at"?: string,"credential_id"?: string | null,"customer_id"?: string | null,"decision"?: string,"end_user_id"?: string | null,"endpoint_id"?: string | null,"error_code"?: string | null,"error_message"?: string | null,"id"?: never,"internal_reason"?: string | null,"is_retry"?: boolean,"is_stream"?: boolean,"latency_ms"?: number | null,"member_id"?: string | null,"method"?: string | null,"model"?: string | null,"origin"?: string | null,"original_request_id"?: string | null,"outcome"?: string,"overhead_ms"?: number | null,"parent_request_id"?: string | null,"parent_span_id"?: string | null,"path"?: string | null,"price_version_id"?: string | null,"project_id"?: string | null,"provider_id"?: string | null,"query_params"?: Json | null,"rate_limit_remaining"?: number | null,"rate_limit_reset_at"?: string | null,"rate_limited"?: boolean,"region"?: string | null,"repeat_count"?: number,"request_client"?: string | null,"request_host"?: string | null,"request_id"?: string,"request_size_bytes"?: number | null,"request_type"?: string | null,"requested_model"?: string | null,"response_size_bytes"?: number | null,"retry_count"?: number,"route"?: string | null,"routing_rule_id"?: string | null,"session_id"?: string | null,"status_code"?: number | null,"tags"?: (string)[],"team_id"?: string | null,"time_to_first_byte_ms"?: number | null,"tokens_cached"?: number | null,"tokens_input"?: number | null,"tokens_output"?: number | null,"tokens_reasoning"?: number | null,"tokens_total"?: number | null,"trace_id"?: string | null,"upstream_latency_ms"?: number | null,"usage_estimated"?: boolean,"user_agent"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "request_logs_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"routing_rules": {
                  Row: {
                    "api_key_id": string | null,"cel_expression": string,"config_hash": string | null,"created_at": string,"customer_id": string | null,"description": string | null,"enabled": boolean,"fallbacks": (string)[],"id": string,"name": string,"priority": number,"query": Json | null,"scope": string,"scope_id": string | null,"team_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id"?: never,"cel_expression"?: string,"config_hash"?: string | null,"created_at"?: string,"customer_id"?: never,"description"?: string | null,"enabled"?: boolean,"fallbacks"?: (string)[],"id"?: string,"name": string,"priority"?: number,"query"?: Json | null,"scope"?: string,"scope_id"?: string | null,"team_id"?: never,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: never,"cel_expression"?: string,"config_hash"?: string | null,"created_at"?: string,"customer_id"?: never,"description"?: string | null,"enabled"?: boolean,"fallbacks"?: (string)[],"id"?: string,"name"?: string,"priority"?: number,"query"?: Json | null,"scope"?: string,"scope_id"?: string | null,"team_id"?: never,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "routing_rules_workspace_id_api_key_id_fkey"
      columns: ["workspace_id","api_key_id"]
isOneToOne: false
      referencedRelation: "api_keys"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "routing_rules_workspace_id_customer_id_fkey"
      columns: ["workspace_id","customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "routing_rules_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "routing_rules_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"routing_targets": {
                  Row: {
                    "created_at": string,"credential_id": string | null,"id": string,"model": string | null,"provider_id": string | null,"rule_id": string,"updated_at": string,"weight": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"credential_id"?: string | null,"id"?: string,"model"?: string | null,"provider_id"?: string | null,"rule_id": string,"updated_at"?: string,"weight"?: number,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"credential_id"?: string | null,"id"?: string,"model"?: string | null,"provider_id"?: string | null,"rule_id"?: string,"updated_at"?: string,"weight"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "routing_targets_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "routing_targets_workspace_id_provider_id_credential_id_fkey"
      columns: ["workspace_id","provider_id","credential_id"]
isOneToOne: false
      referencedRelation: "provider_credentials"
      referencedColumns: ["workspace_id","provider_id","id"]
    },{
      foreignKeyName: "routing_targets_workspace_id_provider_id_fkey"
      columns: ["workspace_id","provider_id"]
isOneToOne: false
      referencedRelation: "providers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "routing_targets_workspace_id_rule_id_fkey"
      columns: ["workspace_id","rule_id"]
isOneToOne: false
      referencedRelation: "routing_rules"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"saved_views": {
                  Row: {
                    "created_at": string,"id": string,"is_shared": boolean,"name": string,"page": string,"query": NonNullable<Json>,"updated_at": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"is_shared"?: boolean,"name": string,"page": string,"query"?: NonNullable<Json>,"updated_at"?: string,"user_id"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"is_shared"?: boolean,"name"?: string,"page"?: string,"query"?: NonNullable<Json>,"updated_at"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "saved_views_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "saved_views_workspace_id_user_id_fkey"
      columns: ["workspace_id","user_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","user_id"]
    }
                  ]
                },"secrets": {
                  Row: {
                    "aad_version": number,"ciphertext": string,"created_at": string,"field": string,"id": string,"iv": string,"key_id": string,"owner_id": string,"owner_table": string,"tag": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "aad_version"?: number,"ciphertext": string,"created_at"?: string,"field": string,"id"?: string,"iv": string,"key_id": string,"owner_id": string,"owner_table": string,"tag": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "aad_version"?: number,"ciphertext"?: string,"created_at"?: string,"field"?: string,"id"?: string,"iv"?: string,"key_id"?: string,"owner_id"?: string,"owner_table"?: string,"tag"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "secrets_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"sessions": {
                  Row: {
                    "aal": string,"aal2_at": string | null,"created_at": string,"device_info": Json | null,"expires_at": string,"id": string,"ip_address": unknown,"last_active_at": string,"location": string | null,"previous_refresh_token": string | null,"refresh_token": string,"revoked_at": string | null,"revoked_reason": string | null,"token_expiry": string | null,"updated_at": string,"user_agent": string | null,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "aal"?: string,"aal2_at"?: string | null,"created_at"?: string,"device_info"?: Json | null,"expires_at": string,"id"?: string,"ip_address"?: unknown,"last_active_at"?: string,"location"?: string | null,"previous_refresh_token"?: string | null,"refresh_token": string,"revoked_at"?: string | null,"revoked_reason"?: string | null,"token_expiry"?: string | null,"updated_at"?: string,"user_agent"?: string | null,"user_id": string
                  }
                  Update: {
                    "aal"?: string,"aal2_at"?: string | null,"created_at"?: string,"device_info"?: Json | null,"expires_at"?: string,"id"?: string,"ip_address"?: unknown,"last_active_at"?: string,"location"?: string | null,"previous_refresh_token"?: string | null,"refresh_token"?: string,"revoked_at"?: string | null,"revoked_reason"?: string | null,"token_expiry"?: string | null,"updated_at"?: string,"user_agent"?: string | null,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "sessions_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"sso_connections": {
                  Row: {
                    "client_id": string,"config_hash": string | null,"created_at": string,"domains": (string)[],"enforced": boolean,"id": string,"is_active": boolean,"issuer": string,"name": string,"secret_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "client_id": string,"config_hash"?: string | null,"created_at"?: string,"domains"?: (string)[],"enforced"?: boolean,"id"?: string,"is_active"?: boolean,"issuer": string,"name"?: string,"secret_id"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "client_id"?: string,"config_hash"?: string | null,"created_at"?: string,"domains"?: (string)[],"enforced"?: boolean,"id"?: string,"is_active"?: boolean,"issuer"?: string,"name"?: string,"secret_id"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "sso_connections_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "sso_connections_workspace_id_secret_id_fkey"
      columns: ["workspace_id","secret_id"]
isOneToOne: false
      referencedRelation: "secrets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"tags": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"description": string | null,"id": string,"name": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"name": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"description"?: string | null,"id"?: string,"name"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tags_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"team_members": {
                  Row: {
                    "created_at": string,"role": string,"team_id": string,"updated_at": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"role"?: string,"team_id": string,"updated_at"?: string,"user_id": string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"role"?: string,"team_id"?: string,"updated_at"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "team_members_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "team_members_workspace_id_team_id_fkey"
      columns: ["workspace_id","team_id"]
isOneToOne: false
      referencedRelation: "teams"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "team_members_workspace_id_user_id_fkey"
      columns: ["workspace_id","user_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","user_id"]
    }
                  ]
                },"teams": {
                  Row: {
                    "blocked": boolean,"claims": NonNullable<Json>,"config": NonNullable<Json>,"config_hash": string | null,"created_at": string,"customer_id": string | null,"id": string,"metadata": NonNullable<Json>,"name": string,"profile": NonNullable<Json>,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "blocked"?: boolean,"claims"?: NonNullable<Json>,"config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"customer_id"?: string | null,"id"?: string,"metadata"?: NonNullable<Json>,"name": string,"profile"?: NonNullable<Json>,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "blocked"?: boolean,"claims"?: NonNullable<Json>,"config"?: NonNullable<Json>,"config_hash"?: string | null,"created_at"?: string,"customer_id"?: string | null,"id"?: string,"metadata"?: NonNullable<Json>,"name"?: string,"profile"?: NonNullable<Json>,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "teams_workspace_id_customer_id_fkey"
      columns: ["workspace_id","customer_id"]
isOneToOne: false
      referencedRelation: "customers"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "teams_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_adjustments": {
                  Row: {
                    "adjustment_id": string | null,"created_at": string,"delta": number,"id": string,"metric": string | null,"reason": string,"request_id": string | null,"rule_id": string | null,"subject": string,"subjects": NonNullable<Json>,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "adjustment_id"?: string | null,"created_at"?: string,"delta": number,"id"?: string,"metric"?: string | null,"reason": string,"request_id"?: string | null,"rule_id"?: string | null,"subject"?: string,"subjects"?: NonNullable<Json>,"workspace_id": string
                  }
                  Update: {
                    "adjustment_id"?: string | null,"created_at"?: string,"delta"?: number,"id"?: string,"metric"?: string | null,"reason"?: string,"request_id"?: string | null,"rule_id"?: string | null,"subject"?: string,"subjects"?: NonNullable<Json>,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_adjustments_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_daily": {
                  Row: {
                    "api_key_id": string,"avg_latency_ms": number | null,"cache_hit_count": number,"created_at": string,"day": string,"error_4xx_count": number,"error_5xx_count": number,"error_count": number,"hour_counts": NonNullable<Json>,"latency_count": number,"latency_histogram": NonNullable<Json>,"latency_p95_ms": number | null,"latency_p99_ms": number | null,"latency_p999_ms": number | null,"max_latency_ms": number | null,"min_latency_ms": number | null,"model": string,"peak_hour": number | null,"peak_hour_requests": number | null,"project_id": string,"provider_id": string,"rate_limited_count": number,"request_count": number,"success_count": number,"timeout_count": number,"total_cost_cents": number,"total_latency_ms": number,"total_request_bytes": number,"total_response_bytes": number,"total_tokens_cached": number,"total_tokens_input": number,"total_tokens_output": number,"total_tokens_reasoning": number,"unique_api_keys": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id": string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"day": string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour_counts"?: NonNullable<Json>,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"latency_p95_ms"?: number | null,"latency_p99_ms"?: number | null,"latency_p999_ms"?: number | null,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model": string,"peak_hour"?: number | null,"peak_hour_requests"?: number | null,"project_id": string,"provider_id": string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"unique_api_keys"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"day"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour_counts"?: NonNullable<Json>,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"latency_p95_ms"?: number | null,"latency_p99_ms"?: number | null,"latency_p999_ms"?: number | null,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model"?: string,"peak_hour"?: number | null,"peak_hour_requests"?: number | null,"project_id"?: string,"provider_id"?: string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"unique_api_keys"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_daily_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_hourly": {
                  Row: {
                    "api_key_id": string,"avg_latency_ms": number | null,"cache_hit_count": number,"created_at": string,"error_4xx_count": number,"error_5xx_count": number,"error_count": number,"hour": string,"latency_count": number,"latency_histogram": NonNullable<Json>,"latency_p95_ms": number | null,"latency_p99_ms": number | null,"latency_p999_ms": number | null,"max_latency_ms": number | null,"min_latency_ms": number | null,"model": string,"project_id": string,"provider_id": string,"rate_limited_count": number,"request_count": number,"success_count": number,"timeout_count": number,"total_cost_cents": number,"total_latency_ms": number,"total_request_bytes": number,"total_response_bytes": number,"total_tokens_cached": number,"total_tokens_input": number,"total_tokens_output": number,"total_tokens_reasoning": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id": string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour": string,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"latency_p95_ms"?: number | null,"latency_p99_ms"?: number | null,"latency_p999_ms"?: number | null,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model": string,"project_id": string,"provider_id": string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour"?: string,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"latency_p95_ms"?: number | null,"latency_p99_ms"?: number | null,"latency_p999_ms"?: number | null,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model"?: string,"project_id"?: string,"provider_id"?: string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_hourly_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_latency_daily": {
                  Row: {
                    "counts": NonNullable<Json>,"created_at": string,"day": string,"project_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "counts"?: NonNullable<Json>,"created_at"?: string,"day": string,"project_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "counts"?: NonNullable<Json>,"created_at"?: string,"day"?: string,"project_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_latency_daily_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_latency_hourly": {
                  Row: {
                    "counts": NonNullable<Json>,"created_at": string,"hour": string,"project_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "counts"?: NonNullable<Json>,"created_at"?: string,"hour": string,"project_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "counts"?: NonNullable<Json>,"created_at"?: string,"hour"?: string,"project_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_latency_hourly_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_minutely": {
                  Row: {
                    "api_key_id": string,"avg_latency_ms": number | null,"cache_hit_count": number,"created_at": string,"error_4xx_count": number,"error_5xx_count": number,"error_count": number,"latency_count": number,"latency_histogram": NonNullable<Json>,"max_latency_ms": number | null,"min_latency_ms": number | null,"minute": string,"model": string,"project_id": string,"provider_id": string,"rate_limited_count": number,"request_count": number,"success_count": number,"timeout_count": number,"total_cost_cents": number,"total_latency_ms": number,"total_request_bytes": number,"total_response_bytes": number,"total_tokens_cached": number,"total_tokens_input": number,"total_tokens_output": number,"total_tokens_reasoning": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "api_key_id": string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"minute": string,"model": string,"project_id": string,"provider_id": string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "api_key_id"?: string,"avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"latency_count"?: number,"latency_histogram"?: NonNullable<Json>,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"minute"?: string,"model"?: string,"project_id"?: string,"provider_id"?: string,"rate_limited_count"?: number,"request_count"?: number,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_minutely_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_subject_daily": {
                  Row: {
                    "avg_latency_ms": number | null,"cache_hit_count": number,"created_at": string,"day": string,"error_4xx_count": number,"error_5xx_count": number,"error_count": number,"kind": string,"latency_count": number,"max_latency_ms": number | null,"min_latency_ms": number | null,"model": string,"rate_limited_count": number,"request_count": number,"subject": string,"success_count": number,"timeout_count": number,"total_cost_cents": number,"total_latency_ms": number,"total_request_bytes": number,"total_response_bytes": number,"total_tokens_cached": number,"total_tokens_input": number,"total_tokens_output": number,"total_tokens_reasoning": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"day": string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"kind": string,"latency_count"?: number,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model": string,"rate_limited_count"?: number,"request_count"?: number,"subject": string,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"day"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"kind"?: string,"latency_count"?: number,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model"?: string,"rate_limited_count"?: number,"request_count"?: number,"subject"?: string,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_subject_daily_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"usage_subject_hourly": {
                  Row: {
                    "avg_latency_ms": number | null,"cache_hit_count": number,"created_at": string,"error_4xx_count": number,"error_5xx_count": number,"error_count": number,"hour": string,"kind": string,"latency_count": number,"max_latency_ms": number | null,"min_latency_ms": number | null,"model": string,"rate_limited_count": number,"request_count": number,"subject": string,"success_count": number,"timeout_count": number,"total_cost_cents": number,"total_latency_ms": number,"total_request_bytes": number,"total_response_bytes": number,"total_tokens_cached": number,"total_tokens_input": number,"total_tokens_output": number,"total_tokens_reasoning": number,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour": string,"kind": string,"latency_count"?: number,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model": string,"rate_limited_count"?: number,"request_count"?: number,"subject": string,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "avg_latency_ms"?: never,"cache_hit_count"?: number,"created_at"?: string,"error_4xx_count"?: number,"error_5xx_count"?: number,"error_count"?: number,"hour"?: string,"kind"?: string,"latency_count"?: number,"max_latency_ms"?: number | null,"min_latency_ms"?: number | null,"model"?: string,"rate_limited_count"?: number,"request_count"?: number,"subject"?: string,"success_count"?: number,"timeout_count"?: number,"total_cost_cents"?: number,"total_latency_ms"?: number,"total_request_bytes"?: number,"total_response_bytes"?: number,"total_tokens_cached"?: number,"total_tokens_input"?: number,"total_tokens_output"?: number,"total_tokens_reasoning"?: number,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "usage_subject_hourly_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"user_identities": {
                  Row: {
                    "created_at": string,"id": string,"provider": string,"provider_account_id": string,"user_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"provider": string,"provider_account_id": string,"user_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"provider"?: string,"provider_account_id"?: string,"user_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "user_identities_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                },"users": {
                  Row: {
                    "avatar_url": string | null,"created_at": string,"email": string,"email_verified": string | null,"email_verify_expiry": string | null,"email_verify_token": string | null,"failed_login_attempts": number,"full_name": string | null,"id": string,"is_active": boolean,"last_login_at": string | null,"last_login_ip": unknown,"locked_until": string | null,"mfa_backup_codes": (string)[],"mfa_enabled": boolean,"mfa_secret": string | null,"oauth_provider": string | null,"oauth_provider_id": string | null,"password_hash": string | null,"password_reset_expiry": string | null,"password_reset_token": string | null,"preferences": NonNullable<Json>,"timezone": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "avatar_url"?: string | null,"created_at"?: string,"email": string,"email_verified"?: string | null,"email_verify_expiry"?: string | null,"email_verify_token"?: string | null,"failed_login_attempts"?: number,"full_name"?: string | null,"id"?: string,"is_active"?: boolean,"last_login_at"?: string | null,"last_login_ip"?: unknown,"locked_until"?: string | null,"mfa_backup_codes"?: (string)[],"mfa_enabled"?: boolean,"mfa_secret"?: string | null,"oauth_provider"?: string | null,"oauth_provider_id"?: string | null,"password_hash"?: string | null,"password_reset_expiry"?: string | null,"password_reset_token"?: string | null,"preferences"?: NonNullable<Json>,"timezone"?: string,"updated_at"?: string
                  }
                  Update: {
                    "avatar_url"?: string | null,"created_at"?: string,"email"?: string,"email_verified"?: string | null,"email_verify_expiry"?: string | null,"email_verify_token"?: string | null,"failed_login_attempts"?: number,"full_name"?: string | null,"id"?: string,"is_active"?: boolean,"last_login_at"?: string | null,"last_login_ip"?: unknown,"locked_until"?: string | null,"mfa_backup_codes"?: (string)[],"mfa_enabled"?: boolean,"mfa_secret"?: string | null,"oauth_provider"?: string | null,"oauth_provider_id"?: string | null,"password_hash"?: string | null,"password_reset_expiry"?: string | null,"password_reset_token"?: string | null,"preferences"?: NonNullable<Json>,"timezone"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    
                  ]
                },"webhook_deliveries": {
                  Row: {
                    "attempt_number": number,"created_at": string,"error_message": string | null,"event_type": Database["public"]['Enums']["webhook_event"],"id": string,"latency_ms": number | null,"next_retry_at": string | null,"payload": NonNullable<Json>,"request_body": string | null,"request_headers": Json | null,"response_body": string | null,"response_headers": Json | null,"response_status": number | null,"success": boolean | null,"updated_at": string,"webhook_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_number"?: number,"created_at"?: string,"error_message"?: string | null,"event_type": Database["public"]['Enums']["webhook_event"],"id"?: string,"latency_ms"?: number | null,"next_retry_at"?: string | null,"payload": NonNullable<Json>,"request_body"?: string | null,"request_headers"?: Json | null,"response_body"?: string | null,"response_headers"?: Json | null,"response_status"?: number | null,"success"?: boolean | null,"updated_at"?: string,"webhook_id": string,"workspace_id": string
                  }
                  Update: {
                    "attempt_number"?: number,"created_at"?: string,"error_message"?: string | null,"event_type"?: Database["public"]['Enums']["webhook_event"],"id"?: string,"latency_ms"?: number | null,"next_retry_at"?: string | null,"payload"?: NonNullable<Json>,"request_body"?: string | null,"request_headers"?: Json | null,"response_body"?: string | null,"response_headers"?: Json | null,"response_status"?: number | null,"success"?: boolean | null,"updated_at"?: string,"webhook_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "webhook_deliveries_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"webhooks": {
                  Row: {
                    "config_hash": string | null,"consecutive_failures": number,"created_at": string,"description": string | null,"disabled_at": string | null,"disabled_reason": string | null,"events": (Database["public"]['Enums']["webhook_event"])[],"filter_project_ids": (string)[],"filter_provider_ids": (string)[],"id": string,"is_active": boolean,"last_failure_at": string | null,"last_failure_reason": string | null,"last_triggered_at": string | null,"max_retries": number,"name": string,"secret": string | null,"timeout_ms": number,"updated_at": string,"url": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"consecutive_failures"?: number,"created_at"?: string,"description"?: string | null,"disabled_at"?: string | null,"disabled_reason"?: string | null,"events"?: (Database["public"]['Enums']["webhook_event"])[],"filter_project_ids"?: (string)[],"filter_provider_ids"?: (string)[],"id"?: string,"is_active"?: boolean,"last_failure_at"?: string | null,"last_failure_reason"?: string | null,"last_triggered_at"?: string | null,"max_retries"?: number,"name": string,"secret"?: string | null,"timeout_ms"?: number,"updated_at"?: string,"url": string,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"consecutive_failures"?: number,"created_at"?: string,"description"?: string | null,"disabled_at"?: string | null,"disabled_reason"?: string | null,"events"?: (Database["public"]['Enums']["webhook_event"])[],"filter_project_ids"?: (string)[],"filter_provider_ids"?: (string)[],"id"?: string,"is_active"?: boolean,"last_failure_at"?: string | null,"last_failure_reason"?: string | null,"last_triggered_at"?: string | null,"max_retries"?: number,"name"?: string,"secret"?: string | null,"timeout_ms"?: number,"updated_at"?: string,"url"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "webhooks_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "webhooks_workspace_id_secret_fkey"
      columns: ["workspace_id","secret"]
isOneToOne: false
      referencedRelation: "secrets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"workspace_domains": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"domain": string,"id": string,"updated_at": string,"verification_record": string,"verified_at": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"domain": string,"id"?: string,"updated_at"?: string,"verification_record"?: string,"verified_at"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"domain"?: string,"id"?: string,"updated_at"?: string,"verification_record"?: string,"verified_at"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspace_domains_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspace_invitations": {
                  Row: {
                    "accepted_at": string | null,"created_at": string,"email": string,"expires_at": string,"id": string,"invited_at": string,"invited_by": string | null,"revoked_at": string | null,"role": Database["public"]['Enums']["role"],"token": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted_at"?: string | null,"created_at"?: string,"email": string,"expires_at": string,"id"?: string,"invited_at"?: string,"invited_by"?: string | null,"revoked_at"?: string | null,"role": Database["public"]['Enums']["role"],"token": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "accepted_at"?: string | null,"created_at"?: string,"email"?: string,"expires_at"?: string,"id"?: string,"invited_at"?: string,"invited_by"?: string | null,"revoked_at"?: string | null,"role"?: Database["public"]['Enums']["role"],"token"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspace_invitations_invited_by_fkey"
      columns: ["invited_by"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "workspace_invitations_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspace_members": {
                  Row: {
                    "created_at": string,"id": string,"joined_at": string,"notifications_enabled": boolean,"role": Database["public"]['Enums']["role"],"updated_at": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"id"?: string,"joined_at"?: string,"notifications_enabled"?: boolean,"role": Database["public"]['Enums']["role"],"updated_at"?: string,"user_id": string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"id"?: string,"joined_at"?: string,"notifications_enabled"?: boolean,"role"?: Database["public"]['Enums']["role"],"updated_at"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspace_members_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "workspace_members_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspaces": {
                  Row: {
                    "config_hash": string | null,"created_at": string,"credit_balance_cents": number,"credit_logs_balance": number,"deleted_at": string | null,"description": string | null,"id": string,"is_demo": boolean,"logo_url": string | null,"name": string,"on_ledger_outage": string,"onboarding_state": NonNullable<Json>,"output_reserve_tokens": number,"owner_id": string | null,"panic_mode": boolean,"plan": Database["public"]['Enums']["plan_tier"],"plan_limits": NonNullable<Json>,"settings": NonNullable<Json>,"slug": string,"updated_at": string
                  }
                  ComputedFields: never
                  Insert: {
                    "config_hash"?: string | null,"created_at"?: string,"credit_balance_cents"?: number,"credit_logs_balance"?: number,"deleted_at"?: string | null,"description"?: string | null,"id"?: string,"is_demo"?: boolean,"logo_url"?: string | null,"name": string,"on_ledger_outage"?: string,"onboarding_state"?: NonNullable<Json>,"output_reserve_tokens"?: number,"owner_id"?: string | null,"panic_mode"?: boolean,"plan"?: Database["public"]['Enums']["plan_tier"],"plan_limits"?: NonNullable<Json>,"settings"?: NonNullable<Json>,"slug": string,"updated_at"?: string
                  }
                  Update: {
                    "config_hash"?: string | null,"created_at"?: string,"credit_balance_cents"?: number,"credit_logs_balance"?: number,"deleted_at"?: string | null,"description"?: string | null,"id"?: string,"is_demo"?: boolean,"logo_url"?: string | null,"name"?: string,"on_ledger_outage"?: string,"onboarding_state"?: NonNullable<Json>,"output_reserve_tokens"?: number,"owner_id"?: string | null,"panic_mode"?: boolean,"plan"?: Database["public"]['Enums']["plan_tier"],"plan_limits"?: NonNullable<Json>,"settings"?: NonNullable<Json>,"slug"?: string,"updated_at"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspaces_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "users"
      referencedColumns: ["id"]
    }
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "apply_retention":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"budget_course":
{ Args: { "p_budget": string,"p_from": string,"p_to": string,"p_unit": string }; Returns: Json
                           },
"budget_spending":
{ Args: { "p_workspace": string }; Returns: {
              "budget_id": string,"current_spent_cents": string,"period_end_date": string,"period_start_date": string
            }[]
                           },
"close_budget_periods":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"create_api_key":
{ Args: { "p": Json }; Returns: Json
                           },
"create_budget":
{ Args: { "p": Json }; Returns: undefined
                           },
"create_provider":
{ Args: { "p": Json }; Returns: Json
                           },
"create_provider_credential":
{ Args: { "p": Json }; Returns: Json
                           },
"create_workspace":
{ Args: { "p": Json }; Returns: Json
                           },
"delete_provider_credential":
{ Args: { "p_id": string }; Returns: undefined
                           },
"ensure_partitions":
{ Args: { "p_days": number }; Returns: Json
                           },
"gateway_balances_rebuild":
{ Args: { "p_rules": Json,"p_without"?: (string)[] }; Returns: Json
                           },
"gateway_credit_spending":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"gateway_end_user":
{ Args: { "p_external_id": string,"p_workspace": string }; Returns: Json
                           },
"gateway_rebuild_rules":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"gateway_snapshot":
{ Args: { "p_key_hash": string,"p_known"?: Json }; Returns: Json
                           },
"gateway_stored_requests":
{ Args: { "p_from": string,"p_ids": (string)[] }; Returns: Json
                           },
"gateway_versions":
{ Args: { "p_since": Json }; Returns: Json
                           },
"grant_credit":
{ Args: { "p": Json }; Returns: undefined
                           },
"key_usage":
{ Args: { "p_from": string,"p_key": string,"p_step": string,"p_to": string,"p_workspace": string }; Returns: Json
                           },
"lapse_credits":
{ Args: Record<PropertyKey, never>; Returns: number
                           },
"member_key_snapshot":
{ Args: { "p_key": string }; Returns: Json
                           },
"provider_credential_names":
{ Args: { "p_workspace": string }; Returns: {
              "id": string,"name": string,"provider_id": string
            }[]
                           },
"record_adjustments":
{ Args: { "p_adjustments": Json }; Returns: Json
                           },
"record_request_details":
{ Args: { "p_details": Json }; Returns: Json
                           },
"record_requests":
{ Args: { "p_records": Json }; Returns: Json
                           },
"rotate_api_key":
{ Args: { "p": Json }; Returns: undefined
                           },
"rule_subject_choices":
{ Args: { "p_limit": number,"p_workspace": string }; Returns: Json
                           },
"rule_subject_names":
{ Args: { "p_subjects": Json,"p_workspace": string }; Returns: Json
                           },
"settled_sums":
{ Args: { "p_rules": Json }; Returns: Json
                           },
"update_api_key":
{ Args: { "p": Json }; Returns: Json
                           },
"update_budget":
{ Args: { "p": Json }; Returns: undefined
                           },
"update_provider_credential":
{ Args: { "p": Json }; Returns: Json
                           },
"usage_overview":
{ Args: { "p_bucket": string,"p_from": string,"p_project"?: string,"p_to": string,"p_workspace": string }; Returns: Json
                           },
"uuid_v7":
{ Args: Record<PropertyKey, never>; Returns: string
                           },
"verify_audit_chain":
{ Args: { "p_workspace": string }; Returns: number
                           }
          }
          Enums: {
            "alert_condition_type": "BUDGET_THRESHOLD"|"RATE_LIMIT_PROXIMITY"|"ERROR_RATE"|"SPEND_RATE"|"LATENCY_THRESHOLD"|"PROVIDER_DOWN","auth_method": "HEADER"|"QUERY"|"BASIC"|"OAUTH2"|"BEARER"|"AWS_SIGV4"|"GCP"|"AZURE","budget_period": "DAILY"|"WEEKLY"|"MONTHLY"|"YEARLY"|"QUARTERLY"|"ROLLING","channel_type": "EMAIL"|"SLACK"|"WEBHOOK"|"DISCORD"|"PAGERDUTY"|"TEAMS","geo_scope": "country"|"region","limit_metric": "requests"|"input_tokens"|"output_tokens"|"total_tokens"|"concurrency","plan_tier": "free"|"plus"|"business","policy_scope": "GLOBAL"|"TENANT"|"API_KEY"|"MODEL"|"MODEL_TIER"|"USER_MODEL"|"CUSTOMER"|"TEAM"|"PROJECT"|"MEMBER"|"END_USER"|"TAG"|"PROVIDER"|"ENDPOINT"|"KEY_PROVIDER","rate_limit_strategy": "SLIDING_WINDOW"|"FIXED_WINDOW"|"TOKEN_BUCKET"|"LEAKY_BUCKET","role": "OWNER"|"ADMIN"|"DEVELOPER"|"VIEWER","rule_action": "allow"|"deny","webhook_event": "REQUEST_COMPLETED"|"REQUEST_FAILED"|"RATE_LIMIT_HIT"|"BUDGET_THRESHOLD"|"BUDGET_EXCEEDED"|"ALERT_TRIGGERED"|"ALERT_RESOLVED"|"PROVIDER_DOWN"|"PROVIDER_UP"
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            "alert_condition_type": ["BUDGET_THRESHOLD", "RATE_LIMIT_PROXIMITY", "ERROR_RATE", "SPEND_RATE", "LATENCY_THRESHOLD", "PROVIDER_DOWN"],"auth_method": ["HEADER", "QUERY", "BASIC", "OAUTH2", "BEARER", "AWS_SIGV4", "GCP", "AZURE"],"budget_period": ["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "QUARTERLY", "ROLLING"],"channel_type": ["EMAIL", "SLACK", "WEBHOOK", "DISCORD", "PAGERDUTY", "TEAMS"],"geo_scope": ["country", "region"],"limit_metric": ["requests", "input_tokens", "output_tokens", "total_tokens", "concurrency"],"plan_tier": ["free", "plus", "business"],"policy_scope": ["GLOBAL", "TENANT", "API_KEY", "MODEL", "MODEL_TIER", "USER_MODEL", "CUSTOMER", "TEAM", "PROJECT", "MEMBER", "END_USER", "TAG", "PROVIDER", "ENDPOINT", "KEY_PROVIDER"],"rate_limit_strategy": ["SLIDING_WINDOW", "FIXED_WINDOW", "TOKEN_BUCKET", "LEAKY_BUCKET"],"role": ["OWNER", "ADMIN", "DEVELOPER", "VIEWER"],"rule_action": ["allow", "deny"],"webhook_event": ["REQUEST_COMPLETED", "REQUEST_FAILED", "RATE_LIMIT_HIT", "BUDGET_THRESHOLD", "BUDGET_EXCEEDED", "ALERT_TRIGGERED", "ALERT_RESOLVED", "PROVIDER_DOWN", "PROVIDER_UP"]
          }
        }
} as const
