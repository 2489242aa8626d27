// The few members of ltijs that registry.ts uses; the package has no types of its own.
declare module 'ltijs' {
  type Row = Record<string, unknown>;

  /** What ltijs expects of a database plugin. `Get` answers false when nothing fits. */
  export interface DatabasePlugin {
    setup(): Promise<true>;
    Close(): Promise<true>;
    Get(encryptionKey: string | false, collection: string, query?: Row): Promise<Row[] | false>;
    Insert(encryptionKey: string | false, collection: string, item: Row, index?: Row): Promise<true>;
    Replace(encryptionKey: string | false, collection: string, query: Row, item: Row, index?: Row): Promise<true>;
    Modify(encryptionKey: string | false, collection: string, query: Row, modification: Row): Promise<true>;
    Delete(collection: string, query: Row): Promise<true>;
  }

  /** A registered platform; each getter answers what the row says. */
  export interface Platform {
    platformId(): Promise<string>;
    platformUrl(): Promise<string>;
    platformClientId(): Promise<string>;
    platformName(): Promise<string>;
    platformAuthenticationEndpoint(): Promise<string>;
    platformAccessTokenEndpoint(): Promise<string>;
    platformAuthorizationServer(): Promise<string>;
    platformAuthConfig(): Promise<{ method: string; key: string }>;
    platformPrivateKey(): Promise<string>;
    platformPublicKey(): Promise<string>;
    platformActive(active?: boolean): Promise<boolean>;
  }

  export interface ProviderInstance {
    setup(
      encryptionKey: string,
      database: { plugin: DatabasePlugin },
      options: { cors: false; devMode: false; appRoute?: string },
    ): unknown;
    deploy(options: { serverless: true; silent: true }): Promise<true>;
    getPlatform(url: string): Promise<Platform[] | false>;
    getPlatform(url: string, clientId: string): Promise<Platform | false>;
    getPlatformById(id: string): Promise<Platform | false>;
  }

  /** The package's single instance; its class is reached through `constructor`. */
  export const Provider: ProviderInstance;
}
