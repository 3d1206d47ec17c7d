package io.countersign.door;

import io.countersign.contract.Code;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Something to knock at: {@code /shelf} holds things, and keeps some of them from some people. */
@Path("/shelf")
@Authenticated
@RunOnVirtualThread
public class ShelfResource {
    private final CurrentCaller caller;

    ShelfResource(CurrentCaller caller) {
        this.caller = caller;
    }

    /** A thing that is put on the shelf. */
    public record Thing(String name) {}

    @GET
    public List<String> things() {
        return List.of(caller.identify().owner().key());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Thing put(Thing thing) {
        return thing;
    }

    @GET
    @Path("/{name}")
    public Thing thing(@PathParam("name") String name) {
        throw new ProblemException(Problem.of(Code.NOT_FOUND, "there is no " + name)
                .withMember("name", name)
                .withHeader("Retry-After", "7"));
    }

    @GET
    @Path("/{name}/label")
    public Response label(@PathParam("name") String name) {
        return Response.ok(name).tag("v1").build();
    }

    @GET
    @Path("/{name}/picture")
    public Response picture(@PathParam("name") String name) {
        return Response.ok(name).header("Cache-Control", "public, max-age=60").build();
    }

    @PUT
    @Path("/{name}")
    @RolesAllowed({"keeper", "owner"})
    public String keep(@PathParam("name") String name) {
        return name;
    }

    @PUT
    @Path("/{name}/load")
    @Consumes("application/yaml")
    public int load(@PathParam("name") String name, InputStream load) throws IOException {
        return load.readAllBytes().length;
    }

    @DELETE
    @Path("/{name}")
    @RolesAllowed("cleaner")
    public void take(@PathParam("name") String name) {
        throw new IllegalStateException("a secret of the shelf: " + name);
    }

    /** A path with a variable, and in another class one that begins with it. */
    @Path("/drawer/{id}")
    @Authenticated
    public static class DrawerResource {
        @GET
        public String look(@PathParam("id") String id) {
            return id;
        }
    }

    /** What begins with the path of another class. */
    @Path("/drawer/{id}/lock")
    @Authenticated
    public static class LockResource {
        @PUT
        public String turn(@PathParam("id") String id) {
            return id;
        }
    }

    /** Nobody has said who may come here. */
    @Path("/forgotten")
    public static class ForgottenResource {
        @PUT
        public String change() {
            return "changed";
        }
    }
}
