package io.countersign.policystream.http;

import io.countersign.wire.ApprovalSigner;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** {@code /v1/keys}: the public keys by which executors verify approvals, a JWK set. */
@Path("/v1/keys")
@Authenticated
@APIResponse(responseCode = "429", ref = "#/components/responses/Full")
public class KeysResource {

    private final String keys;

    KeysResource(ApprovalSigner signer) {
        this.keys = signer.verifier().toJwkSet();
    }

    @GET
    @Operation(operationId = "keys", summary = "The public keys that verify approvals")
    @APIResponse(responseCode = "200", ref = "#/components/responses/Keys")
    @APIResponse(responseCode = "401", ref = "#/components/responses/Unauthenticated")
    @APIResponse(responseCode = "503", ref = "#/components/responses/Away")
    public Response keys() {
        return Response.ok(keys, MediaType.APPLICATION_JSON).build();
    }
}
