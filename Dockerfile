# One file for all four services: docker build --build-arg MODULE=policy-stream .
FROM maven:3-eclipse-temurin-25 AS build
ARG MODULE
WORKDIR /src
COPY . .
RUN mvn -B -ntp -q package -DskipTests -pl "${MODULE}" -am

FROM eclipse-temurin:25-jre
ARG MODULE
RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home /app --shell /usr/sbin/nologin countersign \
    && mkdir -p /var/lib/countersign && chown countersign /var/lib/countersign
WORKDIR /app
COPY --from=build /src/${MODULE}/target/quarkus-app/ /app/
USER countersign
VOLUME /var/lib/countersign
ENV JAVA_OPTIONS="-XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED"
ENTRYPOINT ["sh", "-c", "exec java $JAVA_OPTIONS -jar /app/quarkus-run.jar"]
